import { sql } from "kysely";
import type { OrdersContext } from "../orders-context.ts";
import type { Payment } from "../payment/payment.ts";
import { selectRefunds } from "../payment/refund-store.ts";
import { doSideBySide } from "../payment/side-by-side.ts";
import { ordersOf } from "../store.ts";
import { runRefundHere } from "./refund-order.ts";

/**
 * Whoever takes an unfinished payment has it for so long; then another look is due. Longer than
 * `LOOK_AFTER_MS`, so that a look at the start meets each payment once.
 */
const LEASE_MS = 20_000;
const PAYMENTS_AT_ONCE = 500;

/**
 * Goes on with payments and refunds that nobody has finished: after a crash, a provider's silence,
 * a lane that was away, or a fan who never came back.
 * @param dueBy those whose look is due by then
 * @returns how many were looked at
 */
export async function recoverPayments(context: OrdersContext, dueBy: Date): Promise<number> {
  const payments = await leasePayments(context, dueBy);
  const refunds = await leaseRefunds(context, dueBy);
  const { log } = context.platform;
  await doSideBySide(payments, log, async (payment) => {
    await context.desk.run(payment);
  });
  await doSideBySide(refunds, log, async (refund) => {
    await runRefundHere(context, refund);
  });
  return payments.length + refunds.length;
}

async function leasePayments(context: OrdersContext, dueBy: Date): Promise<readonly Payment[]> {
  const { clock, database } = context.platform;
  // The states are written out, so that the planner finds the index that holds only these.
  const { rows } = await sql<Payment>`
    update orders.payments set look_at = ${new Date(clock.wallMs() + LEASE_MS)}
    where id in (
      select id from orders.payments
      where state in ('created', 'pending', 'authorised', 'voiding', 'returning')
        and look_at <= ${dueBy}
      order by look_at limit ${PAYMENTS_AT_ONCE} for update skip locked)
    returning id, order_id as "orderId", sale_id as "saleId", place, fan_id as "fanId", provider,
      method, currency, amount_minor as "amountMinor", refunded_minor as "refundedMinor", state,
      reason, redirect_url as "redirectUrl"`.execute(database.kysely);
  return rows;
}

async function leaseRefunds(context: OrdersContext, dueBy: Date) {
  const { clock, database } = context.platform;
  const { rows } = await sql<{ id: string }>`
    update orders.refunds set look_at = ${new Date(clock.wallMs() + LEASE_MS)}
    where id in (
      select id from orders.refunds where state in ('requested', 'refunded') and look_at <= ${dueBy}
      order by look_at limit ${PAYMENTS_AT_ONCE} for update skip locked)
    returning id`.execute(database.kysely);
  if (rows.length === 0) return [];
  return selectRefunds(ordersOf(database))
    .where(
      "r.id",
      "in",
      rows.map((row) => row.id),
    )
    .execute();
}
