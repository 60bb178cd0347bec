import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { addVariant } from "../commands/add-variant.ts";
import { changeVariant } from "../commands/change-variant.ts";
import { catalogueFailures as failures } from "../failures.ts";
import { findVariant } from "../queries/find-variant.ts";
import { listVariants } from "../queries/list-variants.ts";
import {
  newVariantSchema,
  presentPage,
  presentVariant,
  productPath,
  variantChangeSchema,
  variantPageQuery,
  variantPageSchema,
  variantPath,
  variantSchema,
} from "../schema.ts";
import { catalogueOf, type CatalogueDeps } from "../store.ts";
import { operatorsBeyondActive } from "./guards.ts";
import { notModified, replyPublic } from "./reply.ts";

const tags = ["Catalogue"];

/** `/products/{id}/variants` and `/variants/{id}`. */
export function addVariantRoutes(router: Router, deps: CatalogueDeps, accounts: Accounts): void {
  const operatorsOnly = accounts.requireOperator("catalogue:write");
  const list = createRoute({
    tags,
    method: "get",
    path: "/products/{id}/variants",
    summary: "A product's variants, oldest first",
    middleware: operatorsBeyondActive(accounts),
    request: { params: productPath, query: variantPageQuery },
    responses: {
      200: jsonAnswer("A page of variants", variantPageSchema),
      304: notModified,
      ...problemResponses(...formFailures, ...guardFailures, failures.product_not_found),
    },
  });
  const add = createRoute({
    tags,
    method: "post",
    path: "/products/{id}/variants",
    summary: "Add a variant to a product",
    middleware: operatorsOnly,
    request: { params: productPath, body: jsonBody(newVariantSchema) },
    responses: {
      201: jsonAnswer("Added", variantSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.product_not_found,
        failures.product_archived,
        failures.sku_taken,
        failures.too_many_variants,
      ),
    },
  });
  const read = createRoute({
    tags,
    method: "get",
    path: "/variants/{id}",
    summary: "A variant, archived or not",
    request: { params: variantPath },
    responses: {
      200: jsonAnswer("The variant", variantSchema),
      304: notModified,
      ...problemResponses(...formFailures, failures.variant_not_found),
    },
  });
  const change = createRoute({
    tags,
    method: "patch",
    path: "/variants/{id}",
    summary: "Rename a variant or set its prices",
    middleware: operatorsOnly,
    request: { params: variantPath, body: jsonBody(variantChangeSchema) },
    responses: {
      200: jsonAnswer("Changed", variantSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.variant_not_found,
        failures.variant_archived,
        failures.version_conflict,
      ),
    },
  });

  router.openapi(list, async (context) => {
    const { id } = context.req.valid("param");
    const { state, limit, cursor } = context.req.valid("query");
    const page = await listVariants(catalogueOf(deps), id, { state, limit, after: cursor });
    if (!page.ok) return refuse(page.failure, context.var.requestId);
    const document = presentPage(page.value, presentVariant);
    return state === "active"
      ? replyPublic(context.req.header("if-none-match"), document)
      : context.json(document, 200);
  });
  router.openapi(add, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const actor = { operator, requestId };
    const added = await addVariant(deps, id, context.req.valid("json"), actor);
    if (!added.ok) return refuse(added.failure, requestId);
    const location = `/api/v1/variants/${added.value.id}`;
    return context.json(presentVariant(added.value), 201, { location });
  });
  router.openapi(read, async (context) => {
    const found = await findVariant(catalogueOf(deps), context.req.valid("param").id);
    if (!found.ok) return refuse(found.failure, context.var.requestId);
    return replyPublic(context.req.header("if-none-match"), presentVariant(found.value));
  });
  router.openapi(change, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const actor = { operator, requestId };
    const changed = await changeVariant(deps, id, context.req.valid("json"), actor);
    if (!changed.ok) return refuse(changed.failure, requestId);
    return context.json(presentVariant(changed.value), 200);
  });
}
