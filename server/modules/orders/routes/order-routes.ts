import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { accountFailures } from "../../accounts/index.ts";
import { salesFailures } from "../../sales/index.ts";
import { cancelOrder } from "../commands/cancel-order.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { findOrderOfFan } from "../queries/find-order.ts";
import { listOrdersOfFan } from "../queries/list-orders.ts";
import {
  orderPageSchema,
  orderParams,
  orderSchema,
  ownOrdersQuery,
  presentOrder,
} from "../schema.ts";

const tags = ["Orders"];

/** What a lane that cannot be asked now answers with. */
export const laneFailures = [
  salesFailures.lane_busy,
  salesFailures.lane_unavailable,
  salesFailures.lane_elsewhere,
  salesFailures.outcome_unknown,
  salesFailures.sale_halted,
];

/** `/orders`: what is a fan's own. */
export function addOrderRoutes(router: Router, context: OrdersContext): void {
  const { accounts, platform } = context;
  const fansOnly = accounts.requireFan();
  const list = createRoute({
    tags,
    method: "get",
    path: "/orders",
    summary: "The fan's own orders, newest first",
    middleware: fansOnly,
    request: { query: ownOrdersQuery },
    responses: {
      200: jsonAnswer("One page", orderPageSchema),
      ...problemResponses(...formFailures, accountFailures.not_signed_in),
    },
  });
  const find = createRoute({
    tags,
    method: "get",
    path: "/orders/{orderId}",
    summary: "One of the fan's own orders",
    middleware: fansOnly,
    request: { params: orderParams },
    responses: {
      200: jsonAnswer("The order", orderSchema),
      ...problemResponses(...formFailures, accountFailures.not_signed_in, failures.order_not_found),
    },
  });
  const cancel = createRoute({
    tags,
    method: "put",
    path: "/orders/{orderId}/cancellation",
    summary: "Give an order up before it is paid; its units go to those who wait",
    middleware: fansOnly,
    request: { params: orderParams },
    responses: {
      204: { description: "Cancelled, now or before" },
      ...problemResponses(
        ...formFailures,
        accountFailures.not_signed_in,
        accountFailures.foreign_origin,
        failures.order_not_found,
        failures.order_paid,
        salesFailures.claim_over,
        ...laneFailures,
      ),
    },
  });
  router.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const page = { before: cursor, limit: limit + 1 };
    const found = await listOrdersOfFan(platform.database, c.var.fan.fanId, page);
    const items = found.slice(0, limit);
    const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null;
    return c.json({ items: items.map(presentOrder), nextCursor }, 200);
  });
  router.openapi(find, async (c) => {
    const { orderId } = c.req.valid("param");
    const order = await findOrderOfFan(context, orderId, c.var.fan.fanId);
    if (order !== undefined) return c.json(presentOrder(order), 200);
    const detail = "None of your orders has this id.";
    return refuse({ kind: failures.order_not_found, detail }, c.var.requestId);
  });
  router.openapi(cancel, async (c) => {
    const cancelled = await cancelOrder(context, c.req.valid("param").orderId, c.var.fan.fanId);
    return cancelled.ok ? c.body(null, 204) : refuse(cancelled.failure, c.var.requestId);
  });
}
