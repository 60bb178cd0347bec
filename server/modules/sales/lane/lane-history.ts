import type { LaneState } from "../rules/lane-state.ts";

/**
 * One moment of a lane, in the order of a chart: lane time (ms since 1970), units sold, units held,
 * claims paid, claims whose units came back, fans who wait for a turn or for returned units.
 */
export type HistorySample = readonly [
  at: number,
  sold: number,
  held: number,
  paid: number,
  returned: number,
  waiting: number,
];

/** What of a lane's course a control room draws that was opened late. */
export interface HistoryView {
  /** The least time between two samples. */
  readonly everyMs: number;
  readonly samples: readonly HistorySample[];
}

const SAMPLES_MOST = 600;
const FIRST_EVERY_MS = 1_000;

/**
 * The course of a lane since its opening, from its records: a writer that takes over replays them
 * and so knows all of it. First a sample each second; each time there are too many, every other
 * one goes and the rest stand twice as far apart, so that a whole day costs no more than a minute.
 */
export class LaneHistory {
  private samples: HistorySample[] = [];
  private everyMs = FIRST_EVERY_MS;
  private nextAt = Number.NEGATIVE_INFINITY;
  private last: HistorySample | undefined;

  /** After each record, at its time. */
  take(state: LaneState, returned: number): void {
    if (state.openedAt === undefined) return;
    const sample = sampleOf(state, returned);
    const before = this.last;
    this.last = sample;
    if (state.at < this.nextAt) return;
    // Nothing happened for a while: the line of the chart stays level until shortly before this.
    if (before !== undefined && state.at - before[0] > 2 * this.everyMs) {
      const [, ...figures] = before;
      this.push([state.at - this.everyMs, ...figures]);
    }
    this.push(sample);
    this.nextAt = state.at + this.everyMs;
  }

  /** With the newest moment as its last. */
  view(): HistoryView {
    const { everyMs, samples, last } = this;
    const isTold = last === undefined || last === samples.at(-1);
    return { everyMs, samples: isTold ? [...samples] : [...samples, last] };
  }

  private push(sample: HistorySample): void {
    this.samples.push(sample);
    if (this.samples.length < SAMPLES_MOST) return;
    this.samples = this.samples.filter((_, index) => index % 2 === 0);
    this.everyMs *= 2;
  }
}

function sampleOf(state: LaneState, returned: number): HistorySample {
  let sold = 0;
  let held = 0;
  for (const variant of state.variants) {
    sold += variant.sold;
    held += variant.held;
  }
  return [state.at, sold, held, state.paidClaims, returned, fansWaiting(state)];
}

/** Fans whose turn has not come, and those whose turn had come and who wait for returned units. */
export function fansWaiting(state: LaneState): number {
  return state.waiting.size + (state.founded.kind === "draw" ? state.placesAhead : 0);
}
