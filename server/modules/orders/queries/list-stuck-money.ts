import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";

/** Money of one sale that has been on its way for too long, or that the provider refused. */
export interface StuckMoneyRow {
  readonly kind: "payments_stuck" | "refunds_stuck" | "refunds_failed" | "deposits_stuck";
  readonly saleId: string;
  readonly count: number;
  readonly since: Date;
}

/**
 * Counted by sale and kind: payments whose money is reserved or to be set free, refunds and
 * deposits on their way, all unfinished since before `before`; refunds that failed and that no
 * other refund of the order has made good. What waits for the fan or a bank is not stuck.
 */
export async function listStuckMoney(database: Database, before: Date): Promise<StuckMoneyRow[]> {
  // The states are written out, so that the planner finds the indexes that hold only these.
  const { rows } = await sql<StuckMoneyRow>`
    select 'payments_stuck' as kind, sale_id as "saleId", count(*)::int as count,
      min(created_at) as since
    from orders.payments
    where state in ('created', 'pending', 'authorised', 'voiding', 'returning')
      and state in ('authorised', 'voiding', 'returning') and created_at < ${before}
    group by sale_id
    union all
    select 'refunds_stuck', p.sale_id, count(*)::int, min(r.requested_at)
    from orders.refunds r join orders.payments p on p.id = r.payment_id
    where r.state in ('requested', 'refunded') and r.requested_at < ${before}
    group by p.sale_id
    union all
    select 'refunds_failed', p.sale_id, count(*)::int, min(r.requested_at)
    from orders.refunds r join orders.payments p on p.id = r.payment_id
    where r.state = 'failed' and not exists (
      select from orders.refunds later
      where later.order_id = r.order_id and later.state <> 'failed'
        and later.requested_at > r.requested_at)
    group by p.sale_id
    union all
    select 'deposits_stuck', sale_id, count(*)::int, min(changed_at)
    from orders.deposits
    where state in ('created', 'pending', 'authorised', 'voiding', 'refunding')
      and state in ('authorised', 'voiding', 'refunding') and changed_at < ${before}
    group by sale_id`.execute(database.kysely);
  return rows;
}
