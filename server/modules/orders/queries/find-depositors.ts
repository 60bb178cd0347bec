import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";

/** Those of the fans whose deposit for the sale is paid, and not on its way back. */
export async function findDepositors(
  tx: Tx,
  saleId: string,
  fanIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ fan_id: string }>`
    select fan_id from orders.deposits
    where sale_id = ${saleId} and fan_id = any(${fanIds}::uuid[])
      and state = 'captured'`.execute(tx);
  return new Set(rows.map((row) => row.fan_id));
}
