import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { addStock } from "../commands/add-stock.ts";
import { barPlace, restorePlace } from "../commands/bar-place.ts";
import { salesFailures as failures } from "../failures.ts";
import { findSale } from "../queries/find-sale.ts";
import { listBars } from "../queries/list-bars.ts";
import type { SalesContext } from "../sales-context.ts";
import { barSchema } from "../answer-schema.ts";
import { barBody, placeParams, saleParams, stockAdditionBody } from "../schema.ts";
import { asBarReason } from "./present-bar.ts";
import { laneFailures } from "./run-routes.ts";

const tags = ["Running a sale"];
const saleFailures = [failures.sale_not_found, failures.wrong_sale_state, ...laneFailures];

/** What operators do with a sale's places and stock. */
export function addPlaceRoutes(router: Router, context: SalesContext): void {
  const { accounts } = context;
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/bars",
      summary: "Barred places, newest first, with their reasons",
      middleware: accounts.requireOperator("sales:bar"),
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("Bars", z.object({ items: z.array(barSchema) })),
        ...problemResponses(...formFailures, ...guardFailures, failures.sale_not_found),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const found = await findSale(context, saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const bars = await listBars(context, saleId);
      const items = bars.map((bar) => ({
        ...bar,
        reason: asBarReason(bar.reason),
        barredAt: bar.barredAt.toISOString(),
        restoredAt: bar.restoredAt?.toISOString() ?? null,
      }));
      return c.json({ items }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/{saleId}/bars",
      summary: "Bar a place with a public reason",
      middleware: accounts.requireOperator("sales:bar"),
      request: { params: saleParams, body: jsonBody(barBody) },
      responses: {
        201: jsonAnswer("Barred", barSchema),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          ...saleFailures,
          failures.place_not_found,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const input = c.req.valid("json");
      const barred = await barPlace(context, { operator, requestId }, saleId, input);
      if (!barred.ok) return refuse(barred.failure, requestId);
      const barredAt = barred.value.barredAt.toISOString();
      return c.json({ ...input, barredAt, restoredAt: null }, 201);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "delete",
      path: "/{saleId}/bars/{place}",
      summary: "Restore a barred place",
      middleware: accounts.requireOperator("sales:bar"),
      request: { params: placeParams },
      responses: {
        204: { description: "Restored" },
        ...problemResponses(
          ...formFailures,
          ...guardFailures,
          ...saleFailures,
          failures.place_not_barred,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId, place } = c.req.valid("param");
      const restored = await restorePlace(context, { operator, requestId }, saleId, place);
      if (!restored.ok) return refuse(restored.failure, requestId);
      return c.body(null, 204);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/{saleId}/stock-additions",
      summary: "Add units; waiting fans get them first",
      middleware: accounts.requireOperator("sales:run"),
      request: { params: saleParams, body: jsonBody(stockAdditionBody) },
      responses: {
        201: jsonAnswer("Added", stockAdditionBody),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          ...saleFailures,
          failures.unknown_variant,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const input = c.req.valid("json");
      const added = await addStock(context, { operator, requestId }, saleId, input);
      if (!added.ok) return refuse(added.failure, requestId);
      return c.json(input, 201);
    },
  );
}
