import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import { SMALLEST_CLUSTER } from "../rules/cluster-scores.ts";

/** Of each kind the largest are looked at. */
const GROUPS_MOST = 100;
/** A larger one is known by its first members. */
export const MEMBERS_MOST = 2_000;
/** Registrations of one browser this close to each other make a burst, if there are enough. */
const BURST_GAP_SECONDS = 5;
const SMALLEST_BURST = 5;
/** A browser that more than this share of a sale has tells nothing. */
const RARE_BROWSER_MOST_SHARE = 0.05;
/** What the share of a small sale would be is no measure. */
const RARE_BROWSER_LEAST = 20;

/** Registrations with something in common; the first of them by number. */
export interface TraceGroup {
  readonly key: string;
  readonly size: number;
  readonly numbers: readonly number[];
}

/** Where nothing was known of the network. */
const UNKNOWN = "\\x0000000000000000";

/** The largest groups that share a network. */
export async function findNetworkGroups(
  { kysely }: Database,
  saleId: string,
): Promise<readonly TraceGroup[]> {
  const { rows } = await sql<TraceGroup>`
    with large as (
      select network_trace, count(*)::integer as size from sales.registrations
      where sale_id = ${saleId} and standing = 'entered' and network_trace <> ${UNKNOWN}::bytea
      group by network_trace having count(*) >= ${SMALLEST_CLUSTER}
      order by size desc limit ${GROUPS_MOST}
    )
    select encode(network_trace, 'hex') as key, size,
      (array_agg(number order by number))[1:${sql.lit(MEMBERS_MOST)}] as numbers
    from sales.registrations join large using (network_trace)
    where sale_id = ${saleId} and standing = 'entered'
    group by network_trace, size`.execute(kysely);
  return rows;
}

/** The largest groups of a browser that few others have. */
export async function findBrowserGroups(
  { kysely }: Database,
  saleId: string,
): Promise<readonly TraceGroup[]> {
  const { rows } = await sql<TraceGroup>`
    with counted as (
      select browser_trace, count(*)::integer as size from sales.registrations
      where sale_id = ${saleId} and standing = 'entered' and browser_trace is not null
      group by browser_trace
    ), large as (
      select * from counted
      where size between ${SMALLEST_CLUSTER} and greatest(${sql.lit(RARE_BROWSER_LEAST)},
        ${sql.lit(RARE_BROWSER_MOST_SHARE)} * (select sum(size) from counted))
      order by size desc limit ${GROUPS_MOST}
    )
    select encode(browser_trace, 'hex') as key, size,
      (array_agg(number order by number))[1:${sql.lit(MEMBERS_MOST)}] as numbers
    from sales.registrations join large using (browser_trace)
    where sale_id = ${saleId} and standing = 'entered'
    group by browser_trace, size`.execute(kysely);
  return rows;
}

/**
 * The largest bursts: registrations of one browser, seconds apart, that make up at least half of
 * all that arrived meanwhile. Numbers have no gaps, so that they count the arrivals.
 */
export async function findBursts(
  { kysely }: Database,
  saleId: string,
): Promise<readonly TraceGroup[]> {
  const { rows } = await sql<TraceGroup>`
    with arrivals as (
      select number, browser_trace, registered_at,
        registered_at - lag(registered_at) over each_browser
          <= make_interval(secs => ${sql.lit(BURST_GAP_SECONDS)}) as follows
      from sales.registrations
      where sale_id = ${saleId} and standing = 'entered' and browser_trace is not null
      window each_browser as (partition by browser_trace order by number)
    ), bursts as (
      select number, browser_trace,
        count(*) filter (where follows is not true)
          over (partition by browser_trace order by number) as burst
      from arrivals
    )
    select encode(browser_trace, 'hex') || '-' || min(number) as key, count(*)::integer as size,
      (array_agg(number order by number))[1:${sql.lit(MEMBERS_MOST)}] as numbers
    from bursts group by browser_trace, burst
    having count(*) >= ${SMALLEST_BURST} and count(*) * 2 >= max(number) - min(number) + 1
    order by size desc limit ${GROUPS_MOST}`.execute(kysely);
  return rows;
}
