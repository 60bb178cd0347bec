import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";

/** Those of the fans who have paid for an order and kept it. */
export async function findEarlierPurchases(
  tx: Tx,
  fanIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ fan_id: string }>`
    select distinct fan_id from orders.orders
    where fan_id = any(${fanIds}::uuid[]) and state = 'paid'`.execute(tx);
  return new Set(rows.map((row) => row.fan_id));
}
