import { sql } from "kysely";
import type { OrdersContext } from "../orders-context.ts";
import { doSideBySide } from "../payment/side-by-side.ts";

const DEPOSITS_AT_ONCE = 500;

/**
 * Goes on with deposits that nobody has finished. The next look is due after 20 seconds, and later
 * after a tenth of the time that has passed, up to an hour: a provider that is silent for days is
 * still asked, and not flooded.
 * @param dueBy those whose look is due by then
 * @returns how many were looked at
 */
export async function recoverDeposits(context: OrdersContext, dueBy: Date): Promise<number> {
  const { clock, database, log } = context.platform;
  const now = new Date(clock.wallMs());
  const { rows } = await sql<{ id: string }>`
    update orders.deposits set look_at = ${now}::timestamptz + greatest(interval '20 seconds',
      least(interval '1 hour', (${now}::timestamptz - changed_at) / 10))
    where id in (
      select id from orders.deposits
      where state in ('created', 'pending', 'authorised', 'voiding', 'refunding')
        and look_at <= ${dueBy}
      order by look_at limit ${DEPOSITS_AT_ONCE} for update skip locked)
    returning id`.execute(database.kysely);
  const { desk, store } = context.deposits;
  await doSideBySide(rows, log, async ({ id }) => {
    const deposit = await store.find(id);
    if (deposit !== undefined) await desk.run(deposit);
  });
  return rows.length;
}
