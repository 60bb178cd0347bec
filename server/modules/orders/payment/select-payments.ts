import type { ordersOf } from "../store.ts";
import type { Payment } from "./payment.ts";

/** A row of `selectPayments`; it has exactly a payment's members, and perhaps more. */
export type SelectedPayment = Payment;

/** The columns of payments under the names of `Payment`. */
export function selectPayments(tables: ReturnType<typeof ordersOf>) {
  return tables
    .selectFrom("payments")
    .select(["id", "order_id as orderId", "sale_id as saleId", "place", "fan_id as fanId"])
    .select(["provider", "method", "currency", "amount_minor as amountMinor"])
    .select(["refunded_minor as refundedMinor", "state", "reason", "redirect_url as redirectUrl"]);
}

/** The payment alone, of a row that may hold more. */
export function paymentOf(row: SelectedPayment): Payment {
  const { id, orderId, saleId, place, fanId, provider, method, currency } = row;
  const { amountMinor, refundedMinor, state, reason, redirectUrl } = row;
  return {
    id,
    orderId,
    saleId,
    place,
    fanId,
    provider,
    method,
    currency,
    amountMinor,
    refundedMinor,
    state,
    reason,
    redirectUrl,
  };
}
