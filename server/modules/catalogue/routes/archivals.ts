import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { archiveProduct } from "../commands/archive-product.ts";
import { archiveVariant } from "../commands/archive-variant.ts";
import { restoreProduct } from "../commands/restore-product.ts";
import { restoreVariant } from "../commands/restore-variant.ts";
import { catalogueFailures as failures } from "../failures.ts";
import {
  presentProduct,
  presentVariant,
  productPath,
  productSchema,
  variantPath,
  variantSchema,
} from "../schema.ts";
import type { CatalogueDeps } from "../store.ts";

/** `/products/{id}/archival` and `/variants/{id}/archival`: there while the thing is archived. */
export function addArchivalRoutes(router: Router, deps: CatalogueDeps, accounts: Accounts): void {
  const tags = ["Catalogue"];
  const middleware = accounts.requireOperator("catalogue:write");
  const ofProduct = {
    tags,
    middleware,
    path: "/products/{id}/archival",
    request: { params: productPath },
    responses: {
      200: jsonAnswer("The product as it is now", productSchema),
      ...problemResponses(...formFailures, ...guardFailures, failures.product_not_found),
    },
  } as const;
  const ofVariant = {
    tags,
    middleware,
    path: "/variants/{id}/archival",
    request: { params: variantPath },
    responses: {
      200: jsonAnswer("The variant as it is now", variantSchema),
      ...problemResponses(...formFailures, ...guardFailures, failures.variant_not_found),
    },
  } as const;

  for (const [method, summary, write] of [
    ["put", "Archive a product with its variants", archiveProduct],
    ["delete", "Restore an archived product", restoreProduct],
  ] as const) {
    router.openapi(createRoute({ ...ofProduct, method, summary }), async (context) => {
      const { operator, requestId } = context.var;
      const { id } = context.req.valid("param");
      const written = await write(deps, id, { operator, requestId });
      if (!written.ok) return refuse(written.failure, requestId);
      return context.json(presentProduct(written.value), 200);
    });
  }
  for (const [method, summary, write] of [
    ["put", "Archive a variant", archiveVariant],
    ["delete", "Restore an archived variant", restoreVariant],
  ] as const) {
    router.openapi(createRoute({ ...ofVariant, method, summary }), async (context) => {
      const { operator, requestId } = context.var;
      const { id } = context.req.valid("param");
      const written = await write(deps, id, { operator, requestId });
      if (!written.ok) return refuse(written.failure, requestId);
      return context.json(presentVariant(written.value), 200);
    });
  }
}
