import type { LaneEvent } from "./lane-events.ts";

/** What was counted within one bucket of time. */
export interface TimelineCounts {
  /** Claims made, whatever became of them. */
  claims: number;
  paid: number;
  expired: number;
  released: number;
  returned: number;
  /** Claims that had waited and got returned units. */
  granted: number;
}

/** How things stood when a bucket ended. */
export interface TimelineLevels {
  readonly unitsSold: number;
  readonly unitsHeld: number;
  /** Claims in the waiting set. */
  readonly waiting: number;
  readonly admittedThrough: number;
}

export interface TimelineBucket extends TimelineCounts, TimelineLevels {
  /** The most at any moment within it. */
  readonly unitsHeldMost: number;
}

/** A stretch of a sale in buckets of one width, the first at the opening. */
export interface TimelineStretch {
  /** Lane time in ms since 1970. */
  readonly startsAt: number;
  readonly bucketMs: number;
  readonly buckets: readonly TimelineBucket[];
}

/** Each divides the next, so that narrow buckets are joined to wider ones exactly. */
const WIDTHS_MS = [
  100, 200, 1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000,
  432_000_000, 2_592_000_000, 31_104_000_000,
] as const;

/** More than a screen shows apart. */
const MOST_BUCKETS = 240;

const NO_LEVELS: TimelineLevels = { unitsSold: 0, unitsHeld: 0, waiting: 0, admittedThrough: 0 };
const NO_COUNTS: TimelineCounts = {
  claims: 0,
  paid: 0,
  expired: 0,
  released: 0,
  returned: 0,
  granted: 0,
};

/** Null for a sale that never opened; no `opening` where that shows nothing more. */
export type SaleCourse = {
  readonly whole: TimelineStretch;
  readonly opening: TimelineStretch | null;
} | null;

/** What of a lane is shown over time, after a record. */
export interface TimelineState extends TimelineLevels {
  /** Since the lane was founded. */
  readonly claimsMade: number;
  readonly soldOutAt: number | undefined;
}

interface TimelineRecord {
  /** Lane time in ms since 1970. */
  readonly at: number;
  readonly events: readonly LaneEvent[];
}

/** The opening is shown apart until twice the time to sell out has passed, or this long. */
const OPENING_MS = 10_000;

/**
 * The course of a sale, and of its opening apart: what sells in seconds is one bar in the chart of
 * a sale whose last payments come after days. Feed every record in order.
 */
export class SaleTimeline {
  private readonly whole = new TimelineCounter();
  private readonly opening = new TimelineCounter();
  private openedAt: number | undefined;
  private claimsBefore = 0;

  add(record: TimelineRecord, state: TimelineState): void {
    const claims = state.claimsMade - this.claimsBefore;
    this.claimsBefore = state.claimsMade;
    if (this.openedAt === undefined) {
      if (!record.events.some(([name]) => name === "opened")) return;
      this.openedAt = record.at;
    }
    this.whole.add(record, this.openedAt, claims, state);
    const { soldOutAt } = state;
    const lastMs = Math.max(2 * ((soldOutAt ?? Infinity) - this.openedAt), OPENING_MS);
    if (record.at - this.openedAt <= lastMs) {
      this.opening.add(record, this.openedAt, claims, state);
    }
  }

  course(): SaleCourse {
    if (this.openedAt === undefined) return null;
    const whole = this.whole.stretch(this.openedAt);
    const opening = this.opening.stretch(this.openedAt);
    return { whole, opening: opening.bucketMs < whole.bucketMs ? opening : null };
  }
}

/**
 * A stretch in at most 240 buckets however long it takes and whatever happens: they begin with a
 * width of 100 ms, and are joined to wider ones when there would be too many.
 */
class TimelineCounter {
  private widthIndex = 0;
  private buckets: TimelineBucket[] = [];

  add(record: TimelineRecord, startsAt: number, claims: number, levels: TimelineLevels): void {
    const elapsedMs = record.at - startsAt;
    while (Math.floor(elapsedMs / this.bucketMs) >= MOST_BUCKETS && this.widen());
    const index = Math.min(Math.floor(elapsedMs / this.bucketMs), MOST_BUCKETS - 1);
    // Where nothing happened, everything stands as before.
    while (this.buckets.length <= index) {
      const before = levelsOf(this.buckets.at(-1) ?? NO_LEVELS);
      this.buckets.push({ ...NO_COUNTS, ...before, unitsHeldMost: before.unitsHeld });
    }
    const bucket = this.buckets[index];
    if (bucket === undefined) return;
    bucket.claims += claims;
    for (const event of record.events) count(bucket, event);
    const unitsHeldMost = Math.max(bucket.unitsHeldMost, levels.unitsHeld);
    Object.assign(bucket, levelsOf(levels), { unitsHeldMost });
  }

  stretch(startsAt: number): TimelineStretch {
    return { startsAt, bucketMs: this.bucketMs, buckets: this.buckets };
  }

  private get bucketMs(): number {
    return WIDTHS_MS[this.widthIndex] ?? 0;
  }

  /** @returns false where there is no wider width */
  private widen(): boolean {
    const wider = WIDTHS_MS[this.widthIndex + 1];
    if (wider === undefined) return false;
    const ratio = wider / this.bucketMs;
    const joined: TimelineBucket[] = [];
    for (let at = 0; at < this.buckets.length; at += ratio) {
      joined.push(this.buckets.slice(at, at + ratio).reduce(join));
    }
    this.buckets = joined;
    this.widthIndex += 1;
    return true;
  }
}

function levelsOf(state: TimelineLevels): TimelineLevels {
  const { unitsSold, unitsHeld, waiting, admittedThrough } = state;
  return { unitsSold, unitsHeld, waiting, admittedThrough };
}

function join(earlier: TimelineBucket, later: TimelineBucket): TimelineBucket {
  return {
    ...later,
    claims: earlier.claims + later.claims,
    paid: earlier.paid + later.paid,
    expired: earlier.expired + later.expired,
    released: earlier.released + later.released,
    returned: earlier.returned + later.returned,
    granted: earlier.granted + later.granted,
    unitsHeldMost: Math.max(earlier.unitsHeldMost, later.unitsHeldMost),
  };
}

/** The outcomes that are counted; claims are counted by the lane itself. */
const COUNTED: Partial<Record<LaneEvent[0], keyof TimelineCounts>> = {
  paid: "paid",
  expired: "expired",
  released: "released",
  returned: "returned",
  granted: "granted",
};

function count(counts: TimelineCounts, [name]: LaneEvent): void {
  const counted = COUNTED[name];
  if (counted !== undefined) counts[counted] += 1;
}
