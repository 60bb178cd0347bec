import { sql } from "kysely";
import { findEvidence } from "../rules/cluster-evidence.ts";
import {
  type ClusterReason,
  type ClusterStrength,
  type Evidence,
  scoreOf,
  strengthOf,
} from "../rules/cluster-scores.ts";
import type { SalesContext } from "../sales-context.ts";
import { EMAILS_READ_MOST, findEmailGroups } from "./email-groups.ts";
import { findTracedEntrants, type TracedEntrant } from "./cluster-members.ts";
import {
  findBrowserGroups,
  findBursts,
  findNetworkGroups,
  type TraceGroup,
} from "./trace-clusters.ts";

/** Registrations that look like one hand. */
export interface Cluster {
  /** Stays the same while the cluster's first members do. */
  readonly id: string;
  /** By which of its reasons it was found. */
  readonly reason: ClusterReason;
  readonly size: number;
  readonly score: number;
  readonly strength: ClusterStrength;
  readonly evidence: readonly Evidence[];
  /** Of a series of addresses: `lark#@example.com`. */
  readonly emailPattern: string | null;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** How many of the members registered in each of as many equal stretches of that time. */
  readonly timeline: readonly number[];
  /** Of its members the first 2,000. */
  readonly numbers: readonly number[];
}

export interface FoundClusters {
  readonly foundAt: Date;
  readonly registrations: number;
  /** Of so many registrations the addresses were read. */
  readonly emailsRead: number;
  readonly clusters: readonly Cluster[];
}

const CLUSTERS_MOST = 100;
/** By so many of its members a cluster is judged. */
const JUDGED_BY = 200;
const TIMELINE_BARS = 24;
/** Looking reads the whole list of a sale, so it is done at most twice a minute. */
const REMEMBERED_MS = 30_000;

/** Finds what looks like one hand in a sale's registrations. Nothing is done to anybody. */
export class ClusterDesk {
  private readonly context: SalesContext;
  private readonly remembered = new Map<string, { atMs: number; found: Promise<FoundClusters> }>();

  constructor(context: SalesContext) {
    this.context = context;
  }

  find(saleId: string): Promise<FoundClusters> {
    const nowMs = this.context.platform.clock.monotonicMs();
    for (const [id, { atMs }] of this.remembered) {
      if (nowMs - atMs >= REMEMBERED_MS) this.remembered.delete(id);
    }
    const known = this.remembered.get(saleId);
    if (known !== undefined) return known.found;
    const found = this.look(saleId);
    this.remembered.set(saleId, { atMs: nowMs, found });
    found.catch(() => this.remembered.delete(saleId));
    return found;
  }

  private async look(saleId: string): Promise<FoundClusters> {
    const { database, clock } = this.context.platform;
    const { rows } = await sql<{ registrations: number }>`
      select registrations from sales.entrant_lists where sale_id = ${saleId}`.execute(
      database.kysely,
    );
    const registrations = rows[0]?.registrations ?? 0;
    const found: { reason: ClusterReason; group: TraceGroup; pattern?: string }[] = [];
    const add = (reason: ClusterReason, groups: readonly TraceGroup[]) =>
      found.push(...groups.map((group) => ({ reason, group })));
    // One after the other: each of them may read the whole list.
    add("same_network", await findNetworkGroups(database, saleId));
    add("same_browser", await findBrowserGroups(database, saleId));
    add("registered_together", await findBursts(database, saleId));
    const series = await findEmailGroups(this.context, saleId, registrations);
    for (const group of series)
      found.push({ reason: "email_series", group, pattern: group.pattern });
    const clusters = await this.judge(saleId, registrations, found);
    return {
      foundAt: new Date(clock.wallMs()),
      registrations,
      emailsRead: Math.min(registrations, EMAILS_READ_MOST),
      clusters,
    };
  }

  private async judge(
    saleId: string,
    registrations: number,
    found: readonly { reason: ClusterReason; group: TraceGroup; pattern?: string }[],
  ): Promise<readonly Cluster[]> {
    const wanted = new Set(found.flatMap(({ group }) => group.numbers.slice(0, JUDGED_BY)));
    const entrants = await findTracedEntrants(this.context, saleId, [...wanted]);
    const byNumber = new Map(entrants.map((entrant) => [entrant.number, entrant]));
    const browsers = await this.countBrowsers(saleId, entrants);
    const share = (browser: string) => (browsers.get(browser) ?? 0) / Math.max(1, registrations);
    const clusters = found.flatMap(({ reason, group, pattern }): Cluster[] => {
      const members = group.numbers
        .slice(0, JUDGED_BY)
        .flatMap((number) => byNumber.get(number) ?? []);
      // They may have left while others were looked at.
      if (members.length === 0) return [];
      const evidence = findEvidence(members.map(asMember), share);
      const score = scoreOf(members.length, evidence);
      const times = members.map(({ registeredAt }) => registeredAt.getTime());
      const [first, last] = [Math.min(...times), Math.max(...times)];
      const cluster: Cluster = {
        id: `${reason}-${group.key}`,
        reason,
        size: group.size,
        score,
        strength: strengthOf(score),
        evidence: scaleUp(evidence, group.size, members.length),
        emailPattern: pattern ?? null,
        firstAt: new Date(first),
        lastAt: new Date(last),
        timeline: timelineOf(times, first, last),
        numbers: group.numbers,
      };
      return [cluster];
    });
    return withoutRepeats(clusters)
      .toSorted((a, b) => b.score - a.score || b.size - a.size)
      .slice(0, CLUSTERS_MOST);
  }

  private async countBrowsers(
    saleId: string,
    entrants: readonly TracedEntrant[],
  ): Promise<ReadonlyMap<string, number>> {
    const browsers = [...new Set(entrants.flatMap(({ browser }) => browser ?? []))];
    const { rows } = await sql<{ browser: string; count: number }>`
      select encode(browser_trace, 'hex') as browser, count(*)::integer as count
      from sales.registrations
      where sale_id = ${saleId} and browser_trace = any(
        select decode(hex, 'hex') from unnest(${browsers}::text[]) as asked (hex))
      group by browser_trace`.execute(this.context.platform.database.kysely);
    return new Map(rows.map(({ browser, count }) => [browser, count]));
  }
}

function asMember({ number, registeredAt, network, browser, fan }: TracedEntrant) {
  return {
    number,
    registeredAtMs: registeredAt.getTime(),
    network,
    browser,
    accountMadeAtMs: fan?.createdAt.getTime(),
    email: fan?.email,
  };
}

/** What a part of the members was seen to have in common, told of all of them. */
function scaleUp(evidence: readonly Evidence[], size: number, judged: number): readonly Evidence[] {
  if (judged >= size) return evidence;
  return evidence.map((one) => ({ ...one, members: Math.round((one.members / judged) * size) }));
}

function timelineOf(times: readonly number[], first: number, last: number): readonly number[] {
  const bars = Array.from({ length: TIMELINE_BARS }, () => 0);
  for (const time of times) {
    const part = last === first ? 0 : (time - first) / (last - first);
    const bar = Math.min(TIMELINE_BARS - 1, Math.floor(part * TIMELINE_BARS));
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  return bars;
}

/** The same members found by several reasons are one cluster: its evidence names all of them. */
function withoutRepeats(clusters: readonly Cluster[]): readonly Cluster[] {
  const known = new Map<string, Cluster>();
  for (const cluster of clusters) {
    const members = cluster.numbers.join(",");
    const earlier = known.get(members);
    if (earlier === undefined) known.set(members, cluster);
    else if (earlier.emailPattern === null && cluster.emailPattern !== null) {
      known.set(members, { ...earlier, emailPattern: cluster.emailPattern });
    }
  }
  return [...known.values()];
}
