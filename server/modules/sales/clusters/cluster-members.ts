import { sql } from "kysely";
import type { Fan } from "../../accounts/index.ts";
import type { SalesContext } from "../sales-context.ts";

/** A registration with what can make it one of a cluster. */
export interface TracedEntrant {
  readonly number: number;
  readonly fanId: string | null;
  readonly registeredAt: Date;
  /** Hexadecimal; null once it was cleared, or where nothing was known. */
  readonly network: string | null;
  readonly browser: string | null;
  /** Undefined once the account was erased. */
  readonly fan: Fan | undefined;
}

/** The standing registrations with these numbers, in their order, with their accounts. */
export async function findTracedEntrants(
  { platform, accounts }: SalesContext,
  saleId: string,
  numbers: readonly number[],
): Promise<readonly TracedEntrant[]> {
  const { rows } = await sql<Omit<TracedEntrant, "fan">>`
    select number, fan_id as "fanId", registered_at as "registeredAt",
      nullif(encode(network_trace, 'hex'), '0000000000000000') as network,
      encode(browser_trace, 'hex') as browser
    from sales.registrations
    where sale_id = ${saleId} and number = any(${numbers}::integer[]) and standing = 'entered'
    order by number`.execute(platform.database.kysely);
  const fans = await accounts.findFans(rows.flatMap(({ fanId }) => fanId ?? []));
  return rows.map((row) => ({ ...row, fan: fans.get(row.fanId ?? "") }));
}
