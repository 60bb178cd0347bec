import { z } from "@hono/zod-openapi";
import { clusterReasons } from "../../sales/index.ts";
import type { OrderDetail } from "../queries/find-order-detail.ts";
import type { FoundOrder } from "../queries/find-orders-of-sale.ts";
import { orderStates } from "../rules/order-states.ts";
import { paymentStates } from "../rules/payment-states.ts";
import { refundStates } from "../rules/refund-protocol.ts";
import { instant, orderOfSaleSchema, orderParams, presentOrder, saleParams } from "../schema.ts";
import type { OrderCluster } from "./order-clusters.ts";

export const orderOfSaleParams = saleParams.extend(orderParams.shape);

export const orderTotalsSchema = z
  .object({
    states: z.array(z.object({ state: z.enum(orderStates), orders: z.int() })),
    money: z.array(
      z.object({
        currency: z.string(),
        orders: z.int(),
        takenMinor: z.int(),
        refundedMinor: z.int(),
      }),
    ),
  })
  .openapi("OrderTotals");

export const orderDetailSchema = orderOfSaleSchema
  .extend({
    payments: z.array(
      z.object({
        id: z.uuid(),
        state: z.enum(paymentStates),
        reason: z.string().nullable(),
        provider: z.string(),
        method: z.string(),
        currency: z.string(),
        amountMinor: z.int(),
        createdAt: instant,
        capturedAt: instant.nullable(),
      }),
    ),
    refunds: z.array(
      z.object({
        id: z.uuid(),
        state: z.enum(refundStates),
        currency: z.string(),
        amountMinor: z.int(),
        isWhole: z.boolean(),
        reason: z.string(),
        problem: z.string().nullable(),
        requestedAt: instant,
        refundedAt: instant.nullable(),
      }),
    ),
    refundableMinor: z.int(),
  })
  .openapi("OrderDetail");

export const orderClustersSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        reason: z.enum(["same_address", "same_instrument"]),
        size: z.int(),
        score: z.int(),
        strength: z.enum(["weak", "medium", "strong"]),
        evidence: z.array(
          z.object({ reason: z.enum(clusterReasons), members: z.int(), usual: z.number() }),
        ),
        orders: z.array(
          z.object({
            orderId: z.uuid(),
            place: z.int(),
            fanId: z.uuid().nullable(),
            name: z.string().nullable(),
            email: z.string().nullable(),
            paidAt: instant.nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi("OrderClusters");

export function presentFoundOrder(order: FoundOrder): z.output<typeof orderOfSaleSchema> {
  return { ...presentOrder(order), fanId: order.fanId, fan: order.fan };
}

export function presentOrderDetail(order: OrderDetail): z.output<typeof orderDetailSchema> {
  return {
    ...presentFoundOrder(order),
    payments: order.payments.map((payment) => ({
      ...payment,
      createdAt: payment.createdAt.toISOString(),
      capturedAt: payment.capturedAt?.toISOString() ?? null,
    })),
    refunds: order.refunds.map((refund) => ({
      ...refund,
      requestedAt: refund.requestedAt.toISOString(),
      refundedAt: refund.refundedAt?.toISOString() ?? null,
    })),
    refundableMinor: order.refundableMinor,
  };
}

export function presentOrderClusters(
  clusters: readonly OrderCluster[],
): z.output<typeof orderClustersSchema> {
  return {
    items: clusters.map(({ evidence, orders, ...cluster }) => ({
      ...cluster,
      evidence: [...evidence],
      orders: orders.map((order) => ({ ...order, paidAt: order.paidAt?.toISOString() ?? null })),
    })),
  };
}
