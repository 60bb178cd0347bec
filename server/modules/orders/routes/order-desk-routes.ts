import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { salesFailures } from "../../sales/index.ts";
import { orderFailures as failures } from "../failures.ts";
import { findOrderClusters } from "../order-desk/order-clusters.ts";
import {
  orderClustersSchema,
  orderDetailSchema,
  orderOfSaleParams,
  orderTotalsSchema,
  presentOrderClusters,
  presentOrderDetail,
} from "../order-desk/order-desk-schema.ts";
import type { OrdersContext } from "../orders-context.ts";
import { findOrderDetail } from "../queries/find-order-detail.ts";
import { findOrderTotals } from "../queries/find-order-totals.ts";
import { saleParams } from "../schema.ts";

const tags = ["Orders"];

/** What operators look at beside the list: totals, one order, orders that look like one hand. */
export function addOrderDeskRoutes(router: Router, context: OrdersContext): void {
  const middleware = context.accounts.requireOperator("orders:read");
  const common = { tags, method: "get", middleware } as const;
  const refusals = [...formFailures, ...guardFailures, salesFailures.sale_not_found];
  const totals = createRoute({
    ...common,
    path: "/sales/{saleId}/order-totals",
    summary: "What a sale's orders come to, by state and currency",
    request: { params: saleParams },
    responses: { 200: jsonAnswer("Totals", orderTotalsSchema), ...problemResponses(...refusals) },
  });
  const detail = createRoute({
    ...common,
    path: "/sales/{saleId}/orders/{orderId}",
    summary: "One order with every try to pay for it and every refund",
    request: { params: orderOfSaleParams },
    responses: {
      200: jsonAnswer("The order", orderDetailSchema),
      ...problemResponses(...refusals, failures.order_not_found),
    },
  });
  const clusters = createRoute({
    ...common,
    path: "/sales/{saleId}/order-clusters",
    summary: "Paid orders that look like one hand: one door, one means of payment",
    description:
      "The 100 that most speaks for, each with its first 50 orders. Nothing is done to anybody. Addresses and means of payment are compared by hashes under a key of the sale, and are not shown.",
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("Clusters, the strongest first", orderClustersSchema),
      ...problemResponses(...refusals),
    },
  });
  router.openapi(totals, async (c) => {
    const { saleId } = c.req.valid("param");
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    const { states, money } = await findOrderTotals(context.platform.database, saleId);
    return c.json({ states: [...states], money: [...money] }, 200);
  });
  router.openapi(detail, async (c) => {
    const { saleId, orderId } = c.req.valid("param");
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    const found = await findOrderDetail(context, saleId, orderId);
    if (!found.ok) return refuse(found.failure, c.var.requestId);
    return c.json(presentOrderDetail(found.value), 200);
  });
  router.openapi(clusters, async (c) => {
    const { saleId } = c.req.valid("param");
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    return c.json(presentOrderClusters(await findOrderClusters(context, saleId)), 200);
  });
}

function saleNotFound(saleId: string, c: { readonly var: { readonly requestId: string } }) {
  const detail = `No sale has the id ${saleId}.`;
  return refuse({ kind: salesFailures.sale_not_found, detail }, c.var.requestId);
}
