import { createRoute, z } from "@hono/zod-openapi";
import { httpFailures, problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { addPicture } from "../commands/add-picture.ts";
import { changePicture } from "../commands/change-picture.ts";
import { orderPictures } from "../commands/order-pictures.ts";
import { removePicture } from "../commands/remove-picture.ts";
import { catalogueFailures as failures } from "../failures.ts";
import {
  pictureChangeSchema,
  pictureIdPath,
  pictureOrderSchema,
  pictureSchema,
  presentPicture,
  presentProduct,
  productPath,
  productSchema,
} from "../schema.ts";
import type { CatalogueDeps } from "../store.ts";

const tags = ["Catalogue"];

/** `/products/{id}/pictures`, `/products/{id}/picture-order` and `/pictures/{id}`. */
export function addPictureRoutes(router: Router, deps: CatalogueDeps, accounts: Accounts): void {
  const middleware = accounts.requireOperator("catalogue:write");
  const bytes = z.any().openapi({ type: "string", format: "binary" });
  const add = createRoute({
    tags,
    middleware,
    method: "post",
    path: "/products/{id}/pictures",
    summary: "Add a picture: its bytes, up to 2 MiB of PNG, JPEG or WebP",
    request: {
      params: productPath,
      body: { required: true, content: { "application/octet-stream": { schema: bytes } } },
    },
    responses: {
      201: jsonAnswer("Added", pictureSchema),
      ...problemResponses(
        ...formFailures,
        ...guardFailures,
        httpFailures.body_too_large,
        failures.product_not_found,
        failures.product_archived,
        failures.not_a_picture,
        failures.picture_broken,
        failures.picture_too_large,
        failures.picture_taken,
        failures.too_many_pictures,
      ),
    },
  });
  const change = createRoute({
    tags,
    middleware,
    method: "patch",
    path: "/pictures/{id}",
    summary: "Say what a picture shows",
    request: { params: pictureIdPath, body: jsonBody(pictureChangeSchema) },
    responses: {
      200: jsonAnswer("Changed", pictureSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.picture_not_found,
        failures.product_archived,
        failures.version_conflict,
      ),
    },
  });
  const remove = createRoute({
    tags,
    middleware,
    method: "delete",
    path: "/pictures/{id}",
    summary: "Remove a picture",
    request: { params: pictureIdPath },
    responses: {
      204: { description: "Removed" },
      ...problemResponses(
        ...formFailures,
        ...guardFailures,
        failures.picture_not_found,
        failures.product_archived,
      ),
    },
  });
  const order = createRoute({
    tags,
    middleware,
    method: "put",
    path: "/products/{id}/picture-order",
    summary: "Bring a product's pictures into another order",
    request: { params: productPath, body: jsonBody(pictureOrderSchema) },
    responses: {
      200: jsonAnswer("The product as it is now", productSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.product_not_found,
        failures.product_archived,
        failures.pictures_changed,
      ),
    },
  });

  router.openapi(add, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const picture = { bytes: new Uint8Array(await context.req.arrayBuffer()) };
    const added = await addPicture(deps, id, picture, { operator, requestId });
    if (!added.ok) return refuse(added.failure, requestId);
    return context.json(presentPicture(added.value), 201);
  });
  router.openapi(change, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const actor = { operator, requestId };
    const changed = await changePicture(deps, id, context.req.valid("json"), actor);
    if (!changed.ok) return refuse(changed.failure, requestId);
    return context.json(presentPicture(changed.value), 200);
  });
  router.openapi(remove, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const removed = await removePicture(deps, id, { operator, requestId });
    if (!removed.ok) return refuse(removed.failure, requestId);
    return context.body(null, 204);
  });
  router.openapi(order, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const { pictures } = context.req.valid("json");
    const ordered = await orderPictures(deps, id, pictures, { operator, requestId });
    if (!ordered.ok) return refuse(ordered.failure, requestId);
    return context.json(presentProduct(ordered.value), 200);
  });
}
