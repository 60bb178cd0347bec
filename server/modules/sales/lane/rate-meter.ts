import type { LaneState } from "../rules/lane-state.ts";
import type { LaneRates } from "./now-document.ts";

interface Sample {
  readonly atMs: number;
  readonly admittedThrough: number;
  readonly claims: number;
  readonly taken: number;
}

const ADMISSION_WINDOW_MS = 60_000;
const CLAIM_WINDOW_MS = 5_000;
/** Longer than that of claims: a projection that jumps is of no use. */
const TAKEN_WINDOW_MS = 10_000;

/** Remembers a minute of a lane's figures and gives their rates. */
export class RateMeter {
  private samples: Sample[] = [];

  sample(state: LaneState, atMs: number): LaneRates {
    const { admittedThrough, claimsMade: claims } = state;
    const now = { atMs, admittedThrough, claims, taken: takenUnits(state) };
    this.samples.push(now);
    const old = this.samples.findIndex((sample) => atMs - sample.atMs <= ADMISSION_WINDOW_MS);
    if (old > 0) this.samples.splice(0, old);
    const first = this.samples[0] ?? now;
    const within = (ms: number) => this.samples.find((sample) => atMs - sample.atMs <= ms) ?? now;
    const recent = within(CLAIM_WINDOW_MS);
    const before = within(TAKEN_WINDOW_MS);
    const perSecond = (count: number, sinceMs: number) =>
      atMs === sinceMs ? 0 : (count / (atMs - sinceMs)) * 1000;
    return {
      admittedPerMinute: Math.round(
        perSecond(now.admittedThrough - first.admittedThrough, first.atMs) * 60,
      ),
      claimsPerSecond: Math.round(perSecond(now.claims - recent.claims, recent.atMs)),
      takenPerSecond: perSecond(now.taken - before.taken, before.atMs),
    };
  }
}

function takenUnits({ variants }: LaneState): number {
  let units = 0;
  for (const { held, sold } of variants) units += held + sold;
  return units;
}
