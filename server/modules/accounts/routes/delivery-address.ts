import { createRoute } from "@hono/zod-openapi";
import { inTransaction } from "../../../platform/database/database.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { forgetDeliveryAddress } from "../commands/forget-delivery-address.ts";
import { saveDeliveryAddress } from "../commands/save-delivery-address.ts";
import { accountFailures } from "../failures.ts";
import { findDeliveryAddress } from "../queries/find-delivery-address.ts";
import { deliveryAddressSchema } from "../schema.ts";
import { type GuardDeps, requireFan } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

/** The address that is offered at a fan's next order. */
export function createDeliveryAddressRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const { database, clock } = deps.platform;
  const common = { tags: ["Accounts"], path: "/", middleware: requireFan(deps) };
  const fanFailures = [accountFailures.not_signed_in, accountFailures.foreign_origin];
  const find = createRoute({
    ...common,
    method: "get",
    summary: "The fan's kept delivery address",
    responses: {
      200: jsonAnswer("The address", deliveryAddressSchema),
      ...problemResponses(accountFailures.not_signed_in, accountFailures.no_delivery_address),
    },
  });
  const save = createRoute({
    ...common,
    method: "put",
    summary: "Keep a delivery address for the fan's next orders",
    request: { body: jsonBody(deliveryAddressSchema) },
    responses: {
      200: jsonAnswer("The address as it is kept", deliveryAddressSchema),
      ...problemResponses(...fanFailures, ...bodyFailures),
    },
  });
  const forget = createRoute({
    ...common,
    method: "delete",
    summary: "Forget the kept delivery address; orders keep theirs",
    responses: {
      204: { description: "Forgotten, now or before" },
      ...problemResponses(...fanFailures),
    },
  });

  router.openapi(find, async (context) => {
    const { fan, requestId } = context.var;
    const address = await findDeliveryAddress(database, fan.fanId);
    if (address !== undefined) return context.json(address, 200);
    const detail = "No delivery address is kept for this account.";
    return refuse({ kind: accountFailures.no_delivery_address, detail }, requestId);
  });
  router.openapi(save, async (context) => {
    const address = context.req.valid("json");
    const now = new Date(clock.wallMs());
    const { fan, requestId } = context.var;
    const kept = await inTransaction(database, (tx) =>
      saveDeliveryAddress(tx, fan.fanId, address, now),
    );
    if (kept) return context.json(address, 200);
    const detail = "This account is no more.";
    return refuse({ kind: accountFailures.not_signed_in, detail }, requestId);
  });
  router.openapi(forget, async (context) => {
    await forgetDeliveryAddress(database, context.var.fan.fanId);
    return context.body(null, 204);
  });
  return router;
}
