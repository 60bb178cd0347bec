import { sql } from "kysely";
import type { Platform } from "../../../platform/platform.ts";

const DAY_MS = 86_400_000;
/** So long after a sale is over its bars may still be argued about. */
const KEPT_DAYS = 30;
/** Rows that one statement clears, so that none of them holds on for long. */
const STRETCH = 20_000;

/**
 * Clears the traces of sales that ended or were cancelled thirty days ago: nothing tells any more
 * which registrations came from one network or browser. @returns of how many sales
 */
export async function forgetTraces({
  clock,
  database: { kysely },
}: Pick<Platform, "clock" | "database">): Promise<number> {
  const now = new Date(clock.wallMs());
  const before = new Date(clock.wallMs() - KEPT_DAYS * DAY_MS);
  const { rows } = await sql<{ sale_id: string; registrations: number }>`
    select l.sale_id, l.registrations from sales.entrant_lists l
    join sales.sales s on s.id = l.sale_id
    where l.traces_cleared_at is null and s.state in ('ended', 'cancelled')
      and s.changed_at < ${before}`.execute(kysely);
  for (const { sale_id: saleId, registrations } of rows) {
    for (let after = 0; after < registrations; after += STRETCH) {
      await sql`
        update sales.registrations set network_trace = null, browser_trace = null
        where sale_id = ${saleId} and number > ${after} and number <= ${after + STRETCH}
          and (network_trace is not null or browser_trace is not null)`.execute(kysely);
    }
    await sql`
      update sales.entrant_lists set traces_cleared_at = ${now}
      where sale_id = ${saleId}`.execute(kysely);
  }
  return rows.length;
}
