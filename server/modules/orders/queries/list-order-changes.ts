import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";

/** What became of an order: its money is ours, could not be had after all, or is given back. */
export interface ChangeOfOrder {
  readonly sequence: number;
  readonly orderId: string;
  readonly saleId: string;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  readonly change: "paid" | "returned" | "refunded";
  /** What was paid or given back; null for `returned`. */
  readonly currency: string | null;
  readonly amountMinor: number | null;
  readonly changedAt: Date;
}

/** The changes after a sequence, in order. Nothing ever appears below what was listed. */
export async function listOrderChanges(
  database: Database,
  after: number,
  limit: number,
): Promise<ChangeOfOrder[]> {
  const { rows } = await sql<ChangeOfOrder>`
    select c.sequence, c.order_id as "orderId", o.sale_id as "saleId", o.fan_id as "fanId",
      c.change, c.currency, c.amount_minor as "amountMinor", c.changed_at as "changedAt"
    from orders.order_changes c join orders.orders o on o.id = c.order_id
    where c.sequence > ${after} order by c.sequence limit ${limit}`.execute(database.kysely);
  return rows;
}
