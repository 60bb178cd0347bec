import { sql } from "kysely";
import { findEmailSeries } from "../rules/email-series.ts";
import type { SalesContext } from "../sales-context.ts";
import { MEMBERS_MOST, type TraceGroup } from "./trace-clusters.ts";

/** Numbers that are read, and their accounts looked up, at one time. */
const STRETCH = 2_000;
/** Addresses stand in another module, and are asked for: of more registrations than these, not. */
export const EMAILS_READ_MOST = 100_000;
const GROUPS_MOST = 100;

export interface EmailGroup extends TraceGroup {
  /** What the addresses look like: `lark#@example.com`. */
  readonly pattern: string;
}

/** Series of e-mail addresses among the first registrations of a sale, the largest first. */
export async function findEmailGroups(
  { platform, accounts }: SalesContext,
  saleId: string,
  registrations: number,
): Promise<readonly EmailGroup[]> {
  const entrants: { number: number; email: string }[] = [];
  const highest = Math.min(registrations, EMAILS_READ_MOST);
  for (let after = 0; after < highest; after += STRETCH) {
    const { rows } = await sql<{ number: number; fan_id: string }>`
      select number, fan_id from sales.registrations
      where sale_id = ${saleId} and number > ${after} and number <= ${after + STRETCH}
        and standing = 'entered' and fan_id is not null`.execute(platform.database.kysely);
    const fans = await accounts.findFans(rows.map((row) => row.fan_id));
    for (const { number, fan_id } of rows) {
      const email = fans.get(fan_id)?.email;
      if (email !== undefined) entrants.push({ number, email });
    }
  }
  return findEmailSeries(entrants, ({ email }) => email)
    .toSorted((a, b) => b.items.length - a.items.length)
    .slice(0, GROUPS_MOST)
    .map(({ pattern, items }) => {
      const numbers = items.map(({ number }) => number).sort((a, b) => a - b);
      return {
        key: String(numbers[0]),
        size: items.length,
        numbers: numbers.slice(0, MEMBERS_MOST),
        pattern,
      };
    });
}
