/**
 * What registrations or orders may have in common, and how much it says that one hand is behind
 * them: 0 nothing, 1 proof. Nothing here is proof. A code that was once used never changes.
 */
export const clusterWeights = {
  /** The same network: dormitories, offices and mobile networks share one. */
  same_network: 0.35,
  /** The same browser, version, language and platform: millions have the same telephone. */
  same_browser: 0.15,
  /** Registered within seconds of each other. */
  registered_together: 0.35,
  /** Their accounts were made within a minute of each other. */
  accounts_made_together: 0.35,
  /** Addresses that differ in a number or a tag alone. */
  email_series: 0.5,
  /** Parcels to the same door: families and student houses have one. */
  same_address: 0.5,
  /** Paid by the same means of payment: families share those too. */
  same_instrument: 0.6,
} as const;

export type ClusterReason = keyof typeof clusterWeights;

export const clusterReasons = Object.keys(clusterWeights) as [ClusterReason, ...ClusterReason[]];

/** One thing that members of a cluster have in common. */
export interface Evidence {
  readonly reason: ClusterReason;
  /** How many of the cluster's members have it in common. */
  readonly members: number;
  /**
   * How usual it is: the share that is not the cluster's doing, 0 to 1. What everybody has in
   * common says nothing.
   */
  readonly usual: number;
}

export type ClusterStrength = "weak" | "medium" | "strong";

/** Fewer than this many have nothing in common. */
export const SMALLEST_CLUSTER = 3;

/**
 * How much speaks for one hand, 0 to 100. Each reason counts with its weight, for the members that
 * share it, as far as it is unusual; reasons add up like independent chances, and few members count
 * less than many. It orders a list for people to look at, and decides nothing.
 */
export function scoreOf(size: number, evidence: readonly Evidence[]): number {
  const doubt = evidence.reduce(
    (rest, { reason, members, usual }) =>
      rest * (1 - clusterWeights[reason] * (members / size) * (1 - usual)),
    1,
  );
  return Math.round(100 * (1 - doubt) * (1 - 1 / size));
}

export function strengthOf(score: number): ClusterStrength {
  if (score >= 60) return "strong";
  return score >= 35 ? "medium" : "weak";
}

/**
 * The longest stretch of values that follow each other at a distance of at most `gap`.
 * @param values in any order
 * @returns the stretch's values, ascending; empty where there are none
 */
export function longestRun(values: readonly number[], gap: number): readonly number[] {
  return runsOf(
    values.toSorted((a, b) => a - b),
    gap,
    (value) => value,
  ).reduce<readonly number[]>((longest, run) => (run.length > longest.length ? run : longest), []);
}

/** Divides what is in order into stretches, each no further than `gap` from what is before it. */
export function runsOf<Item>(
  items: readonly Item[],
  gap: number,
  valueOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    const value = valueOf(item);
    if (value - last <= gap) runs.at(-1)?.push(item);
    else runs.push([item]);
    last = value;
  }
  return runs;
}
