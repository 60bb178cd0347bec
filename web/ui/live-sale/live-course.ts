import type { HistorySample, HistoryView, LiveFrame } from "./live-frames.ts";

/** One moment of the chart. */
export interface CoursePoint {
  /** Ms since 1970. */
  readonly at: number;
  readonly sold: number;
  readonly held: number;
  readonly paid: number;
  readonly returned: number;
  readonly waiting: number;
}

/** More would cost the browser much and show the eye nothing. */
const POINTS_MOST = 300;
const FIRST_EVERY_MS = 1_000;

/**
 * The chart's points, however long the sale and however many frames: each time there are too many,
 * every other one goes and the rest stand twice as far apart, as in the server's own history.
 */
export class LiveCourse {
  private points: CoursePoint[] = [];
  private everyMs = FIRST_EVERY_MS;
  private newest: CoursePoint | undefined;

  /** What was before this room was opened, or while it was away; frames that follow it stay. */
  takeHistory({ everyMs, samples }: HistoryView): void {
    const last = samples.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
    const after = this.points.filter(({ at }) => at > last);
    this.everyMs = Math.max(everyMs, FIRST_EVERY_MS);
    this.points = [];
    for (const sample of samples) this.push(pointOf(sample));
    for (const point of after) this.push(point);
    if (this.newest !== undefined && this.newest.at <= last) this.newest = undefined;
  }

  /** A frame before the opening, or without figures, is no part of the course. */
  takeFrame({ at, state, figures }: LiveFrame): void {
    const isUnderWay = state === "selling" || state === "paused" || state === "ended";
    if (figures === null || !isUnderWay) return;
    const { units, claims, returns, waiting } = figures;
    const { sold, held } = units;
    const point = { at: Date.parse(at), sold, held, paid: claims.paid, returned: returns, waiting };
    const last = this.points.at(-1);
    // After a takeover the clock of another server may be behind by some ms.
    if (last !== undefined && point.at <= last.at) return;
    this.newest = point;
    if (last === undefined || point.at - last.at >= this.everyMs) this.push(point);
  }

  /** How far the points stand apart: drawn more often, the chart looks the same. */
  get spacingMs(): number {
    return this.everyMs;
  }

  /** With the newest moment as the last. */
  view(): readonly CoursePoint[] {
    const { newest, points } = this;
    const isDrawn = newest === undefined || newest.at <= (points.at(-1)?.at ?? 0);
    return isDrawn ? [...points] : [...points, newest];
  }

  private push(point: CoursePoint): void {
    this.points.push(point);
    if (this.points.length < POINTS_MOST) return;
    this.points = this.points.filter((_, index) => index % 2 === 0);
    this.everyMs *= 2;
  }
}

function pointOf([at, sold, held, paid, returned, waiting]: HistorySample): CoursePoint {
  return { at, sold, held, paid, returned, waiting };
}
