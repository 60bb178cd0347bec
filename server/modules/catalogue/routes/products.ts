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
import { changeProduct } from "../commands/change-product.ts";
import { createProduct } from "../commands/create-product.ts";
import { catalogueFailures as failures } from "../failures.ts";
import { findProduct } from "../queries/find-product.ts";
import { listProducts } from "../queries/list-products.ts";
import {
  newProductSchema,
  presentPage,
  presentProduct,
  productChangeSchema,
  productPageQuery,
  productPageSchema,
  productPath,
  productSchema,
} from "../schema.ts";
import { catalogueOf, type CatalogueDeps } from "../store.ts";
import { operatorsBeyondActive } from "./guards.ts";
import { notModified, replyPublic } from "./reply.ts";

const tags = ["Catalogue"];

/** `/products` and `/products/{id}`. */
export function addProductRoutes(router: Router, deps: CatalogueDeps, accounts: Accounts): void {
  const operatorsOnly = accounts.requireOperator("catalogue:write");
  const list = createRoute({
    tags,
    method: "get",
    path: "/products",
    summary: "Products with their variants, oldest first",
    middleware: operatorsBeyondActive(accounts),
    request: { query: productPageQuery },
    responses: {
      200: jsonAnswer("A page of products", productPageSchema),
      304: notModified,
      ...problemResponses(...formFailures, ...guardFailures),
    },
  });
  const create = createRoute({
    tags,
    method: "post",
    path: "/products",
    summary: "Create a product with its first variants",
    middleware: operatorsOnly,
    request: { body: jsonBody(newProductSchema) },
    responses: {
      201: jsonAnswer("Created", productSchema),
      ...problemResponses(...bodyFailures, ...guardFailures, failures.sku_taken),
    },
  });
  const read = createRoute({
    tags,
    method: "get",
    path: "/products/{id}",
    summary: "A product with its variants, archived or not",
    request: { params: productPath },
    responses: {
      200: jsonAnswer("The product", productSchema),
      304: notModified,
      ...problemResponses(...formFailures, failures.product_not_found),
    },
  });
  const change = createRoute({
    tags,
    method: "patch",
    path: "/products/{id}",
    summary: "Rename a product",
    middleware: operatorsOnly,
    request: { params: productPath, body: jsonBody(productChangeSchema) },
    responses: {
      200: jsonAnswer("Changed", productSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.product_not_found,
        failures.product_archived,
        failures.version_conflict,
      ),
    },
  });

  router.openapi(list, async (context) => {
    const { state, limit, cursor } = context.req.valid("query");
    const page = await listProducts(catalogueOf(deps), { state, limit, after: cursor });
    const document = presentPage(page, presentProduct);
    return state === "active"
      ? replyPublic(context.req.header("if-none-match"), document)
      : context.json(document, 200);
  });
  router.openapi(create, async (context) => {
    const { operator, requestId } = context.var;
    const created = await createProduct(deps, context.req.valid("json"), { operator, requestId });
    if (!created.ok) return refuse(created.failure, requestId);
    const location = `/api/v1/products/${created.value.id}`;
    return context.json(presentProduct(created.value), 201, { location });
  });
  router.openapi(read, async (context) => {
    const found = await findProduct(catalogueOf(deps), context.req.valid("param").id);
    if (!found.ok) return refuse(found.failure, context.var.requestId);
    return replyPublic(context.req.header("if-none-match"), presentProduct(found.value));
  });
  router.openapi(change, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const actor = { operator, requestId };
    const changed = await changeProduct(deps, id, context.req.valid("json"), actor);
    if (!changed.ok) return refuse(changed.failure, requestId);
    return context.json(presentProduct(changed.value), 200);
  });
}
