import type { Schemas } from "../../api/client.ts";

type Stretch = NonNullable<Schemas["SaleTimeline"]["whole"]>;
type Bucket = Stretch["buckets"][number];
type Totals = Schemas["SaleTimeline"]["totals"];

/** What a chart over time has in each row besides its series. */
export interface TimedRow {
  /** Since the opening. */
  readonly seconds: number;
  /** ISO 8601. */
  readonly at: string;
  readonly [series: string]: number | string;
}

/** How things stood, from the opening on: one row for the end of each bucket. */
export function levelRows(
  stretch: Stretch,
  series: readonly ("unitsSold" | "unitsHeld" | "waiting" | "admittedThrough")[],
): readonly TimedRow[] {
  const first = timedRow(
    stretch,
    0,
    series.map((name) => [name, 0]),
  );
  const rest = stretch.buckets.map((bucket, index) =>
    timedRow(
      stretch,
      index + 1,
      series.map((name) => [name, bucket[name]]),
    ),
  );
  return [first, ...rest];
}

/** What happened within each bucket, by its beginning. */
export function countRows(
  stretch: Stretch,
  series: readonly ("claims" | "paid" | "expired" | "released" | "returned" | "granted")[],
): readonly TimedRow[] {
  return stretch.buckets.map((bucket, index) =>
    timedRow(
      stretch,
      index,
      series.map((name) => [name, bucket[name]]),
    ),
  );
}

function timedRow(
  { startsAt, bucketMs }: Stretch,
  index: number,
  values: readonly (readonly [name: string, value: number])[],
): TimedRow {
  const elapsedMs = index * bucketMs;
  const at = new Date(Date.parse(startsAt) + elapsedMs).toISOString();
  return { seconds: elapsedMs / 1000, at, ...Object.fromEntries(values) };
}

/** The bucket in which the most happened; undefined where nothing did. */
export function busiest(
  stretch: Stretch,
  series: "claims",
): { readonly seconds: number; readonly count: number } | undefined {
  let found: { index: number; count: number } | undefined;
  for (const [index, bucket] of stretch.buckets.entries()) {
    const count = bucket[series];
    if (count > (found?.count ?? 0)) found = { index, count };
  }
  if (found === undefined) return undefined;
  return { seconds: (found.index * stretch.bucketMs) / 1000, count: found.count };
}

/** Whether anything of these ever happened. */
export function happened(stretch: Stretch, series: readonly (keyof Bucket)[]): boolean {
  return stretch.buckets.some((bucket) => series.some((name) => bucket[name] > 0));
}

export const outcomes = [
  "paid",
  "held",
  "released",
  "expired",
  "waitedInVain",
  "returned",
] as const;

export type Outcome = (typeof outcomes)[number];

/**
 * What became of the claims; together they are all claims. Those that waited in vain never had
 * units, so no hold of theirs expired.
 */
export function outcomeCounts(totals: Totals): readonly { outcome: Outcome; claims: number }[] {
  return outcomes
    .map((outcome) => ({ outcome, claims: totals[outcome] }))
    .filter(({ outcome, claims }) => claims > 0 || outcome === "paid");
}
