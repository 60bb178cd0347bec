import { type Evidence, longestRun, SMALLEST_CLUSTER } from "./cluster-scores.ts";
import { findEmailSeries } from "./email-series.ts";

/** Registrations no further apart than this follow each other. */
const REGISTERED_GAP_MS = 5_000;
const ACCOUNTS_GAP_MS = 60_000;

/** What is known of one member of a cluster; null or undefined where nothing is. */
export interface ClusterMember {
  readonly number: number;
  readonly registeredAtMs: number;
  readonly network: string | null;
  readonly browser: string | null;
  readonly accountMadeAtMs: number | undefined;
  readonly email: string | undefined;
}

/**
 * What members of a cluster have in common beyond what it was found by.
 * @param shareOfBrowser which part of the whole sale has a browser, 0 to 1
 */
export function findEvidence(
  members: readonly ClusterMember[],
  shareOfBrowser: (browser: string) => number,
): readonly Evidence[] {
  const network = mostUsual(members.map((member) => member.network));
  const browser = mostUsual(members.map((member) => member.browser));
  const series = findEmailSeries(
    members.flatMap(({ email }) => email ?? []),
    (email) => email,
  );
  const accounts = longestRun(
    members.flatMap(({ accountMadeAtMs }) => accountMadeAtMs ?? []),
    ACCOUNTS_GAP_MS,
  );
  const evidence: readonly Evidence[] = [
    { reason: "same_network", members: network.count, usual: 0 },
    { reason: "same_browser", members: browser.count, usual: shareOfBrowser(browser.value ?? "") },
    registeredTogether(members),
    { reason: "accounts_made_together", members: accounts.length, usual: 0 },
    {
      reason: "email_series",
      members: Math.max(0, ...series.map(({ items }) => items.length)),
      usual: 0,
    },
  ];
  return evidence.filter((one) => one.members >= SMALLEST_CLUSTER);
}

/** In a crowd everybody registers together: the arrivals of others in between count against it. */
function registeredTogether(members: readonly ClusterMember[]): Evidence {
  const times = members.map(({ registeredAtMs }) => registeredAtMs);
  const run = longestRun(times, REGISTERED_GAP_MS);
  const [first = 0, last = 0] = [run[0], run.at(-1)];
  const numbers = members
    .filter(({ registeredAtMs: at }) => at >= first && at <= last)
    .map(({ number }) => number);
  const arrivals = numbers.length === 0 ? 1 : Math.max(...numbers) - Math.min(...numbers) + 1;
  const usual = Math.max(0, 1 - run.length / arrivals);
  return { reason: "registered_together", members: run.length, usual };
}

function mostUsual(values: readonly (string | null)[]): { value: string | null; count: number } {
  const counts = new Map<string, number>();
  let most: { value: string | null; count: number } = { value: null, count: 0 };
  for (const value of values) {
    if (value === null) continue;
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most.count) most = { value, count };
  }
  return most;
}
