import type { LaneState } from "../rules/lane-state.ts";
import type { LaneRates } from "./now-document.ts";

interface Sample {
  readonly atMs: number;
  readonly admittedThrough: number;
  readonly claims: number;
}

const ADMISSION_WINDOW_MS = 60_000;
const CLAIM_WINDOW_MS = 5_000;

/** Remembers a minute of a lane's figures and gives their rates. */
export class RateMeter {
  private samples: Sample[] = [];

  sample(state: LaneState, atMs: number): LaneRates {
    const now = { atMs, admittedThrough: state.admittedThrough, claims: state.claimsMade };
    this.samples.push(now);
    const old = this.samples.findIndex((sample) => atMs - sample.atMs <= ADMISSION_WINDOW_MS);
    if (old > 0) this.samples.splice(0, old);
    const first = this.samples[0] ?? now;
    const recent = this.samples.find((sample) => atMs - sample.atMs <= CLAIM_WINDOW_MS) ?? now;
    const perSecond = (count: number, sinceMs: number) =>
      atMs === sinceMs ? 0 : (count / (atMs - sinceMs)) * 1000;
    return {
      admittedPerMinute: Math.round(
        perSecond(now.admittedThrough - first.admittedThrough, first.atMs) * 60,
      ),
      claimsPerSecond: Math.round(perSecond(now.claims - recent.claims, recent.atMs)),
    };
  }
}
