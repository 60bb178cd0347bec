import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { lockEntrantList } from "../line/entrant-list-lock.ts";
import { ENTRANT_LEAF } from "../line/leaf-sql.ts";

/**
 * Takes away what links a fan to the sales: nothing tells any more whose a number or place is. The
 * entrant lists stand. Before a list is closed the registration is withdrawn; afterwards its leaf
 * is kept as the hash that it is, and the place is given up, now or as soon as the lane's owner
 * hears of it. What a cookie or a projection still under way writes afterwards is erased by the
 * follower within a day.
 */
export async function eraseFan(tx: Tx, fanId: string, now: Date): Promise<void> {
  for (const saleId of await listSalesOf(tx, fanId)) await eraseRegistrations(tx, saleId, fanId);
  await sql`update sales.claims set fan_id = null where fan_id = ${fanId}`.execute(tx);
  await sql`
    update sales.appeals set fan_id = null, text = '', answer = ''
    where fan_id = ${fanId}`.execute(tx);
  await sql`
    update sales.friend_codes set granted_to = null, note = ''
    where granted_to = ${fanId}`.execute(tx);
  await sql`
    insert into sales.erased_fans (fan_id, erased_at) values (${fanId}, ${now})
    on conflict (fan_id) do nothing`.execute(tx);
}

/** In one order, so that two erasures cannot wait for each other. */
async function listSalesOf(tx: Tx, fanId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select s.id from sales.sales s, lateral (
      select from sales.registrations r
      where r.sale_id = s.id and r.fan_id = ${fanId} and r.standing = 'entered' limit 1) as standing
    union
    select sale_id from sales.registrations where fan_id = ${fanId} and standing <> 'entered'
    order by id`.execute(tx);
  return rows.map((row) => row.id);
}

/** @returns nothing; a sale that is over keeps its standings */
async function eraseRegistrations(tx: Tx, saleId: string, fanId: string): Promise<void> {
  const list = await lockEntrantList(tx, saleId);
  if (list === undefined) return;
  const { rows } = await sql<{ is_over: boolean }>`
    select lane_closed_at is not null or state = 'cancelled' as is_over
    from sales.sales where id = ${saleId}`.execute(tx);
  const isOver = rows[0]?.is_over === true;
  const isListOpen = list.kind === "draw" && list.closed_at === null;
  if (!isOver && !isListOpen) {
    await sql`
      insert into sales.departures (sale_id, number)
      select sale_id, number from sales.registrations
      where sale_id = ${saleId} and fan_id = ${fanId} and standing = 'entered'
      on conflict do nothing`.execute(tx);
  }
  const whenStanding = isListOpen ? "withdrawn" : isOver ? "entered" : "left";
  await sql`
    update sales.registrations set
      standing = case standing when 'entered' then ${whenStanding} else standing end,
      leaf = case when number <= ${list.entrants} and standing in ('entered', 'left')
        then ${ENTRANT_LEAF} end,
      fan_id = null, random_bytes = null, network_trace = null, browser_trace = null
    where sale_id = ${saleId} and fan_id = ${fanId}`.execute(tx);
}
