import { createRoute, z } from "@hono/zod-openapi";
import { csvResponse } from "../../../platform/csv.ts";
import { inTransaction } from "../../../platform/database/database.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  rawAnswer,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { salesFailures } from "../../sales/index.ts";
import { refundOrder } from "../commands/refund-order.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { EXPORT_COLUMNS, listExportRows } from "../queries/list-export-rows.ts";
import { findRevenue } from "../queries/find-revenue.ts";
import { findOrdersOfSale } from "../queries/find-orders-of-sale.ts";
import { presentFoundOrder } from "../order-desk/order-desk-schema.ts";
import {
  exportQuery,
  idempotencyHeader,
  orderParams,
  ordersOfSaleSchema,
  ordersQuery,
  presentRefund,
  refundBody,
  refundSchema,
  revenueSchema,
  saleParams,
} from "../schema.ts";

const tags = ["Orders"];

/** What operators see of a sale's orders, and what they may give back. */
export function addOperatorRoutes(router: Router, context: OrdersContext): void {
  const { accounts, platform } = context;
  const list = createRoute({
    tags,
    method: "get",
    path: "/sales/{saleId}/orders",
    summary: "A sale's orders in the order of their claims, all or those that are looked for",
    middleware: accounts.requireOperator("orders:read"),
    request: { params: saleParams, query: ordersQuery },
    responses: {
      200: jsonAnswer("One page", ordersOfSaleSchema),
      ...problemResponses(...formFailures, ...guardFailures, salesFailures.sale_not_found),
    },
  });
  const exportAll = createRoute({
    tags,
    method: "get",
    path: "/sales/{saleId}/orders.csv",
    summary: "All orders of a sale as a table for spreadsheets",
    middleware: accounts.requireOperator("orders:read"),
    request: { params: saleParams, query: exportQuery },
    responses: {
      200: { description: "The table", content: { "text/csv": { schema: z.string() } } },
      ...problemResponses(...formFailures, ...guardFailures, salesFailures.sale_not_found),
    },
  });
  const revenue = createRoute({
    tags,
    method: "get",
    path: "/sales/{saleId}/revenue",
    summary: "What a sale's orders have brought in, by currency, and how many stand how",
    middleware: accounts.requireOperator("orders:read"),
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("From the orders as they are now", revenueSchema),
      ...problemResponses(...formFailures, ...guardFailures, salesFailures.sale_not_found),
    },
  });
  const refund = createRoute({
    tags,
    method: "post",
    path: "/orders/{orderId}/refunds",
    summary: "Give an order's money back, all of it or a part",
    description:
      "When the last of it is back, the order is refunded, and its units go back to the sale unless that is over for good.",
    middleware: accounts.requireOperator("orders:refund"),
    request: { params: orderParams, headers: idempotencyHeader, body: jsonBody(refundBody) },
    responses: {
      200: jsonAnswer("The refund that this key made before", refundSchema),
      201: jsonAnswer("Requested; `state` says how far it is", refundSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.order_not_found,
        failures.order_not_paid,
        failures.refund_too_large,
        failures.refund_differs,
      ),
    },
  });
  router.openapi(list, async (c) => {
    const { saleId } = c.req.valid("param");
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    const { items, nextCursor } = await findOrdersOfSale(context, saleId, c.req.valid("query"));
    return c.json({ items: items.map(presentFoundOrder), nextCursor }, 200);
  });
  router.openapi(exportAll, async (c) => {
    const { saleId } = c.req.valid("param");
    const { state } = c.req.valid("query");
    const { operator, requestId } = c.var;
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    await inTransaction(platform.database, (tx) =>
      accounts.recordOperatorAction(tx, {
        operator,
        requestId,
        action: "orders.exported",
        subject: `sale:${saleId}`,
        details: state === undefined ? {} : { state },
      }),
    );
    return rawAnswer(
      csvResponse({
        fileName: `orders-${saleId}.csv`,
        columns: EXPORT_COLUMNS,
        pages: listExportRows(context, saleId, state),
      }),
    );
  });
  router.openapi(revenue, async (c) => {
    const { saleId } = c.req.valid("param");
    if ((await context.offers.find(saleId)) === undefined) return saleNotFound(saleId, c);
    return c.json(await findRevenue(platform.database, saleId), 200);
  });
  router.openapi(refund, async (c) => {
    const { orderId } = c.req.valid("param");
    const { operator, requestId } = c.var;
    const key = c.req.valid("header")["idempotency-key"];
    const request = { ...c.req.valid("json"), idempotencyKey: key };
    const refunded = await refundOrder(context, orderId, request, { operator, requestId });
    if (!refunded.ok) return refuse(refunded.failure, requestId);
    return c.json(presentRefund(refunded.value.refund), refunded.value.isNew ? 201 : 200);
  });
}

function saleNotFound(saleId: string, c: { readonly var: { readonly requestId: string } }) {
  const detail = `No sale has the id ${saleId}.`;
  return refuse({ kind: salesFailures.sale_not_found, detail }, c.var.requestId);
}
