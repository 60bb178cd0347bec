/** A point of a curve: how many there were after so many seconds. */
export type CurvePoint = readonly [seconds: number, count: number];

const POINTS_MOST = 240;
const FIRST_STEP_SECONDS = 0.005;

/**
 * Counts what happens, and keeps how many there were at evenly spaced moments: never more than a
 * few hundred points, however long it takes.
 */
export class Curve {
  private points: CurvePoint[] = [];
  private stepSeconds = FIRST_STEP_SECONDS;
  private count = 0;
  private last: CurvePoint = [0, 0];

  /** One more, at so many seconds since the beginning; time does not go back. */
  add(seconds: number): void {
    this.count += 1;
    const before = this.last;
    this.last = [seconds, this.count];
    const kept = this.points.at(-1)?.[0] ?? 0;
    if (before[1] === 0 || seconds - kept < this.stepSeconds) return;
    this.points.push(before);
    if (this.points.length < POINTS_MOST) return;
    this.points = this.points.filter((_, index) => index % 2 === 1);
    this.stepSeconds *= 2;
  }

  /** From nothing at the beginning to all at the end; seconds to the millisecond. */
  read(): CurvePoint[] {
    const points: CurvePoint[] = [[0, 0], ...this.points, ...(this.count > 0 ? [this.last] : [])];
    return points.map(([seconds, count]) => [Math.round(seconds * 1000) / 1000, count]);
  }
}
