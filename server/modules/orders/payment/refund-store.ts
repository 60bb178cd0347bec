import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import { invariant } from "../../../platform/failure.ts";
import type { RefundState } from "../rules/refund-protocol.ts";
import { ordersIn, type ordersOf } from "../store.ts";
import { LOOK_AFTER_MS } from "./begin-payments.ts";
import { freeSlots } from "./limit-slots.ts";
import type { Refund, RefundStore } from "./payment.ts";
import { recordChanges } from "./record-changes.ts";

/** Refunds with what they need of their payments, under the names of `Refund`. */
export function selectRefunds(tables: ReturnType<typeof ordersOf>) {
  return tables
    .selectFrom("refunds as r")
    .innerJoin("payments as p", "p.id", "r.payment_id")
    .select(["r.id", "r.payment_id as paymentId", "r.order_id as orderId", "r.state"])
    .select(["p.sale_id as saleId", "p.place", "p.provider", "p.currency"])
    .select(["r.amount_minor as amountMinor", "r.is_whole as isWhole", "r.reason", "r.problem"]);
}

/** Refunds are few: each is a transaction of its own. */
export class PostgresRefundStore implements RefundStore {
  private readonly database: Database;
  private readonly clock: Clock;

  constructor(deps: { readonly database: Database; readonly clock: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock;
  }

  save(refund: Refund, state: RefundState, problem?: string): Promise<Refund> {
    const now = new Date(this.clock.wallMs());
    return inTransaction(this.database, async (tx) => {
      const tables = ordersIn(tx);
      const payment = await tables
        .selectFrom("payments")
        .select(["amount_minor as amountMinor", "refunded_minor as refundedMinor"])
        .where("id", "=", refund.paymentId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const standing = await selectRefunds(tables).where("r.id", "=", refund.id).executeTakeFirst();
      invariant(standing !== undefined, `refund ${refund.id} is durable`);
      if (standing.state !== refund.state) return standing;
      // Another refund that was asked for before may have failed, or still be under way.
      const isWhole =
        state === "refunded"
          ? payment.refundedMinor + standing.amountMinor === payment.amountMinor
          : standing.isWhole;
      await tables
        .updateTable("refunds")
        .set({
          state,
          is_whole: isWhole,
          problem: problem ?? null,
          look_at: new Date(now.getTime() + LOOK_AFTER_MS),
          ...(state === "refunded" ? { refunded_at: now } : {}),
        })
        .where("id", "=", refund.id)
        .execute();
      const saved = { ...standing, state, isWhole, problem: problem ?? null };
      if (state === "refunded") await giveBack(tx, saved, now);
      return saved;
    });
  }
}

/** The money is back: payment and order say so, and the order counts towards no limit any more. */
async function giveBack(tx: Tx, refund: Refund, now: Date): Promise<void> {
  const { orderId, paymentId, amountMinor, currency, isWhole } = refund;
  await sql`
    update orders.payments set refunded_minor = refunded_minor + ${amountMinor},
      state = case when ${isWhole} then 'refunded' else state end
    where id = ${paymentId}`.execute(tx);
  if (isWhole) {
    await sql`update orders.orders set state = 'refunded'
              where id = ${orderId} and state = 'paid'`.execute(tx);
    await freeSlots(tx, [orderId]);
  }
  await recordChanges(tx, [{ orderId, change: "refunded", currency, amountMinor }], now);
}
