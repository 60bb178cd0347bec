import type { ordersOf } from "../store.ts";

/** The columns of deposits under the names of `Deposit`. */
export function selectDeposits(tables: ReturnType<typeof ordersOf>) {
  return tables
    .selectFrom("deposits")
    .select(["id", "sale_id as saleId", "fan_id as fanId", "provider", "method", "currency"])
    .select(["amount_minor as amountMinor", "state", "reason", "problem"])
    .select(["redirect_url as redirectUrl", "created_at as createdAt"])
    .select(["captured_at as capturedAt", "refunded_at as refundedAt"]);
}
