import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";

/**
 * Whether something may still come to the lane of a sale that has ended: money that is reserved and
 * not captured yet, units to be given back, or a refund under way.
 */
export async function findOpenPayments(database: Database, saleId: string): Promise<boolean> {
  const { rows } = await sql`
    select from orders.payments
    where sale_id = ${saleId} and state in ('created', 'pending', 'authorised', 'voiding', 'returning')
      and state in ('authorised', 'returning')
    union all
    select from orders.refunds r join orders.payments p on p.id = r.payment_id
    where p.sale_id = ${saleId} and r.state in ('requested', 'refunded')
    limit 1`.execute(database.kysely);
  return rows.length > 0;
}
