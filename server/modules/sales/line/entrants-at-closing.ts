import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { canLapse } from "../rules/eligibility.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesIn, type Sale } from "../store.ts";

const FANS_AT_ONCE = 5_000;

/**
 * Takes out of the list, as tombstones, who is not eligible any more: a deposit was taken back, a
 * purchase returned. Called under the list's lock.
 * @returns how many
 */
export async function refuseLapsed(context: SalesContext, tx: Tx, sale: Sale): Promise<number> {
  const { eligibility } = sale;
  if (eligibility === null || !canLapse(eligibility)) return 0;
  let refused = 0;
  for (let after = 0; ;) {
    const { rows } = await sql<{ number: number; fan_id: string }>`
      select number, fan_id from sales.registrations
      where sale_id = ${sale.id} and number > ${after} and standing = 'entered'
        and fan_id is not null
      order by number limit ${FANS_AT_ONCE}`.execute(tx);
    const fanIds = rows.map((row) => row.fan_id);
    const lapsed = await context.eligibility.findIneligible(tx, sale.id, eligibility, fanIds);
    const numbers = rows.filter((row) => lapsed.has(row.fan_id)).map((row) => row.number);
    if (numbers.length > 0) {
      await sql`
        update sales.registrations set standing = 'refused'
        where sale_id = ${sale.id} and number = any(${numbers}::integer[])`.execute(tx);
      refused += numbers.length;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < FANS_AT_ONCE) return refused;
    after = last.number;
  }
}

/**
 * Finds the entrants who are carried over: fans who took part in the draw of the earlier sale,
 * stood in it to its end, were not barred, and have no claim there that is held or paid. That sale
 * is over in every respect, so the answer does not depend on when this list is closed. Called under
 * the list's lock.
 */
export async function carryOver(context: SalesContext, tx: Tx, sale: Sale): Promise<void> {
  const { carry_over_from: from } = sale;
  if (from === null) return;
  const { rows } = await sql<{ count: number }>`
    with earlier as (
      select distinct r.fan_id from sales.registrations r
      join sales.entrant_lists l on l.sale_id = r.sale_id
      where r.sale_id = ${from} and r.number <= l.entrants and r.fan_id is not null
        and r.standing in ('entered', 'left')
    ), carried as (
      insert into sales.carried_entrants (sale_id, number)
      select n.sale_id, n.number from sales.registrations n join earlier using (fan_id)
      where n.sale_id = ${sale.id} and n.standing = 'entered'
        and exists (
          select from sales.registrations r
          where r.sale_id = ${from} and r.fan_id = n.fan_id and r.standing = 'entered')
        and not exists (
          select from sales.claims c
          where c.sale_id = ${from} and c.fan_id = n.fan_id
            and c.state in ('held', 'paying', 'paid'))
        and n.fan_id <> all(${await findBarredFans(context, tx, from)}::uuid[])
      returning number
    )
    select count(*) from carried`.execute(tx);
  await sql`
    update sales.entrant_lists set carried = ${rows[0]?.count ?? 0}
    where sale_id = ${sale.id}`.execute(tx);
}

/** The fans of places that are barred and were not restored. */
async function findBarredFans(context: SalesContext, tx: Tx, saleId: string): Promise<string[]> {
  const tables = salesIn(tx);
  const [sale, line] = await Promise.all([loadSale(tables, saleId), context.line.find(saleId)]);
  const places = await line?.places();
  if (sale === undefined || places === undefined) return [];
  const bars = await tables
    .selectFrom("bars")
    .select("place")
    .where("sale_id", "=", saleId)
    .where("restored_at", "is", null)
    .execute();
  const numbers = bars.map((bar) => places.numberAt(bar.place));
  const { rows } = await sql<{ fan_id: string }>`
    select fan_id from sales.registrations
    where sale_id = ${saleId} and fan_id is not null
      and number = any(${numbers}::integer[])`.execute(tx);
  return rows.map((row) => row.fan_id);
}
