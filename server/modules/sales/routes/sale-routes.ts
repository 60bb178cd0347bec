import { createRoute } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { isUuid } from "../../../platform/ids.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures, type OperatorEnv } from "../../accounts/index.ts";
import { changeSale } from "../commands/change-sale.ts";
import { createSale } from "../commands/create-sale.ts";
import { salesFailures as failures } from "../failures.ts";
import { findSale } from "../queries/find-sale.ts";
import { listSales } from "../queries/list-sales.ts";
import type { SalesContext } from "../sales-context.ts";
import { salePageSchema, saleSchema } from "../answer-schema.ts";
import {
  changeSaleBody,
  createSaleBody,
  draftPageQuery,
  salePageQuery,
  saleParams,
} from "../schema.ts";
import { isPublic } from "../store.ts";
import { presentSale } from "./present.ts";

/** A draft is for operators, called off or not; all other sales are public. */
function draftsForOperators(context: SalesContext): MiddlewareHandler<OperatorEnv> {
  const guard = context.accounts.requireOperator("sales:write");
  return async (c, next) => {
    const saleId = c.req.param("saleId") ?? "";
    const found = isUuid(saleId) ? await findSale(context, saleId) : undefined;
    return found?.ok === true && !isPublic(found.value) ? guard(c, next) : next();
  };
}

const tags = ["Sales"];
const offerFailures = [
  failures.sale_terms_invalid,
  failures.variant_not_for_sale,
  failures.eligibility_unavailable,
];

/** Sales themselves: `/sales` and `/sales/{saleId}`. Drafts are for operators. */
export function addSaleRoutes(router: Router, context: SalesContext): void {
  const operatorsOnly = context.accounts.requireOperator("sales:write");
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/",
      summary: "Sales, newest first, drafts left out",
      request: { query: salePageQuery },
      responses: {
        200: jsonAnswer("A page of sales", salePageSchema),
        ...problemResponses(...formFailures),
      },
    }),
    async (c) => {
      const page = await listSales(context, c.req.valid("query"), false);
      return c.json({ items: page.items.map(presentSale), nextCursor: page.nextCursor }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/drafts",
      summary: "All sales, or those in one state, drafts among them, newest first",
      middleware: operatorsOnly,
      request: { query: draftPageQuery },
      responses: {
        200: jsonAnswer("A page of sales", salePageSchema),
        ...problemResponses(...formFailures, ...guardFailures),
      },
    }),
    async (c) => {
      const page = await listSales(context, c.req.valid("query"), true);
      return c.json({ items: page.items.map(presentSale), nextCursor: page.nextCursor }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/",
      summary: "Make a sale, as a draft",
      middleware: operatorsOnly,
      request: { body: jsonBody(createSaleBody) },
      responses: {
        201: jsonAnswer("Made", saleSchema),
        ...problemResponses(...bodyFailures, ...guardFailures, ...offerFailures),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const made = await createSale(context, { operator, requestId }, c.req.valid("json"));
      if (!made.ok) return refuse(made.failure, requestId);
      c.header("location", `/api/v1/sales/${made.value.id}`);
      return c.json(presentSale(made.value), 201);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}",
      summary: "One sale; a draft only for operators",
      middleware: draftsForOperators(context),
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("The sale", saleSchema),
        ...problemResponses(...formFailures, ...guardFailures, failures.sale_not_found),
      },
    }),
    async (c) => {
      const found = await findSale(context, c.req.valid("param").saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      return c.json(presentSale(found.value), 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "patch",
      path: "/{saleId}",
      summary: "Change a draft; afterwards its terms stand",
      middleware: operatorsOnly,
      request: { params: saleParams, body: jsonBody(changeSaleBody) },
      responses: {
        200: jsonAnswer("Changed", saleSchema),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          ...offerFailures,
          failures.sale_not_found,
          failures.wrong_sale_state,
          failures.sale_changed,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const changed = await changeSale(
        context,
        { operator, requestId },
        saleId,
        c.req.valid("json"),
      );
      if (!changed.ok) return refuse(changed.failure, requestId);
      return c.json(presentSale(changed.value), 200);
    },
  );
}
