import type { CrowdChild } from "./crowd-child.ts";
import type { BurstTarget } from "./messages.ts";
import type { Operator } from "./operator.ts";

export interface PairResult {
  readonly perSecond: number;
  readonly baselinePerSecond: number;
  /** Median of the pairs' own ratios. */
  readonly ratio: number;
}

const PAIRS = 7;
const REQUESTS = { claims: 20_000, now: 40_000 };

/**
 * Compares the claim and `now` with their baselines: bursts of the same size, client and
 * connections, one of each kind in turn, so that a slow moment of the machine strikes both.
 */
export async function runPairs(
  operator: Operator,
  crowd: CrowdChild,
  variantId: string,
  onProgress: (done: number) => void,
): Promise<{ claims: PairResult; now: PairResult }> {
  const units = PAIRS * REQUESTS.claims + REQUESTS.claims;
  const sale = await operator.makeSale("open", variantId, units);
  await operator.step(sale.id, "PUT", "opening");
  let done = 0;
  const measure = async (target: BurstTarget, requests: number, firstPlace: number) => {
    const question = { type: "burst", saleId: sale.id, variantId, target, requests, firstPlace };
    const { perSecond } = await crowd.rate(question as never);
    onProgress((done += 1));
    return perSecond;
  };
  // The first burst of each kind warms up and does not count.
  await measure("baseline-claims", REQUESTS.claims, 1);
  await measure("claims", REQUESTS.claims, 1);
  const claims: [own: number, baseline: number][] = [];
  const now: [own: number, baseline: number][] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const place = (pair + 1) * REQUESTS.claims + 1;
    const baselineFirst = pair % 2 === 0;
    const before = baselineFirst ? await measure("baseline-claims", REQUESTS.claims, place) : 0;
    const own = await measure("claims", REQUESTS.claims, place);
    const after = baselineFirst ? before : await measure("baseline-claims", REQUESTS.claims, place);
    claims.push([own, after]);
    const nowBefore = baselineFirst ? await measure("baseline-now", REQUESTS.now, 1) : 0;
    const nowOwn = await measure("now", REQUESTS.now, 1);
    const nowAfter = baselineFirst ? nowBefore : await measure("baseline-now", REQUESTS.now, 1);
    now.push([nowOwn, nowAfter]);
  }
  await operator.step(sale.id, "PUT", "ending", {});
  return { claims: summarise(claims), now: summarise(now) };
}

function summarise(pairs: readonly (readonly [own: number, baseline: number])[]): PairResult {
  return {
    perSecond: median(pairs.map(([own]) => own)),
    baselinePerSecond: median(pairs.map(([, baseline]) => baseline)),
    ratio: Math.round(median(pairs.map(([own, baseline]) => own / baseline)) * 1000) / 1000,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
