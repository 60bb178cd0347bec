import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";

/** What became of an order that others follow. */
export interface OrderChange {
  readonly orderId: string;
  readonly change: "paid" | "returned" | "refunded";
  readonly currency: string | null;
  /** What was paid, or given back. */
  readonly amountMinor: number | null;
}

/** Names the lock under which changes get their numbers: the first letters of `order changes`. */
const CHANGES_LOCK = 0x6f_63_68_67;

/**
 * Numbers the changes in the order in which they become visible, so that whoever has read up to a
 * number has missed nothing below it: the lock is held until the transaction ends. Call it last.
 */
export async function recordChanges(
  tx: Tx,
  changes: readonly OrderChange[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  await sql`select pg_advisory_xact_lock(${CHANGES_LOCK}::bigint)`.execute(tx);
  await sql`
    insert into orders.order_changes (order_id, change, currency, amount_minor, changed_at)
    select *, ${now}::timestamptz from unnest(${changes.map((one) => one.orderId)}::uuid[],
      ${changes.map((one) => one.change)}::text[],
      ${changes.map((one) => one.currency)}::text[],
      ${changes.map((one) => one.amountMinor)}::bigint[])`.execute(tx);
}
