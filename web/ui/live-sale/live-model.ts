import { LiveCourse } from "./live-course.ts";
import type { FeedMessage, HistoryView, LiveFrame, RehearsalProgress } from "./live-frames.ts";
import { LiveLog } from "./live-log.ts";

/** Frames come each second; after so long without one, what is shown is old. */
export const STALE_AFTER_MS = 3_000;

/** The browser's two clocks at one moment, in ms: one that never jumps, and the one on the wall. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/**
 * All that a room knows of a sale. It takes whatever comes, as fast as it comes, in bounded memory;
 * whoever draws it asks a few times a second.
 */
export class LiveModel {
  course = new LiveCourse();
  log = new LiveLog();
  frame: LiveFrame | undefined;
  /** Rises with each change. */
  version = 0;
  /** A rehearsal that is over has no more figures, and they do not grow old. */
  isOver = false;
  private progressMs: number | undefined;
  private receivedMs: number | undefined;
  private offsetMs = 0;

  /** Figures of another sale than before, as a rehearsal has several, begin everything anew. */
  takeFigures(frame: LiveFrame, now: Moment): void {
    if (this.frame !== undefined && this.frame.saleId !== frame.saleId) {
      this.course = new LiveCourse();
      this.log = new LiveLog();
    } else if (this.frame !== undefined && this.frame.lane !== frame.lane) {
      this.log.takeWhereabouts(frame.at, frame.lane);
    }
    this.frame = frame;
    this.receivedMs = now.monotonicMs;
    this.offsetMs = Date.parse(frame.at) - now.wallMs;
    this.course.takeFrame(frame);
    this.version += 1;
  }

  takeHistory(history: HistoryView): void {
    this.course.takeHistory(history);
    this.version += 1;
  }

  takeFeed(message: FeedMessage): void {
    this.log.takeFeed(message);
    this.version += 1;
  }

  takeGap(): void {
    this.log.takeGap(this.frame?.at ?? new Date(0).toISOString());
    this.version += 1;
  }

  takeProgress({ state }: RehearsalProgress, now: Moment): void {
    this.progressMs = now.monotonicMs;
    this.isOver = state !== "running";
    this.version += 1;
  }

  /** Since when nothing has been told of the rehearsal; undefined where nothing ever was. */
  progressAgeMs(now: Moment): number | undefined {
    return this.progressMs === undefined ? undefined : now.monotonicMs - this.progressMs;
  }

  /** How old the figures are; undefined while there are none. */
  ageMs(now: Moment): number | undefined {
    return this.receivedMs === undefined ? undefined : now.monotonicMs - this.receivedMs;
  }

  /** The server's time, as far as the last frame tells. */
  serverMs(now: Moment): number {
    return now.wallMs + this.offsetMs;
  }
}
