import type { Clock } from "./clock.ts";

/** From this many orders to a lane a second on, a crowd is at its door. */
const RUSH_PER_SECOND = 50;
/** Short, so that what can wait makes way from the crowd's first moment on. */
const WINDOW_MS = 250;
/** A crowd that was seen is given this much more time. */
const LASTS_MS = 1_000;

/**
 * Whether a crowd is at the door of a sale whose lane runs in this process. What comes to the lanes
 * is counted; what can wait, such as hashing passwords, reads whether to leave the machine to them.
 */
export class Rush {
  private readonly clock: Pick<Clock, "monotonicMs">;
  private windowStartedMs = Number.NEGATIVE_INFINITY;
  private counted = 0;
  private untilMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.clock = clock;
  }

  /** So many orders came to a lane. */
  count(orders: number): void {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.windowStartedMs >= WINDOW_MS) {
      this.windowStartedMs = nowMs;
      this.counted = 0;
    }
    this.counted += orders;
    if (this.counted * 1000 >= RUSH_PER_SECOND * WINDOW_MS) this.untilMs = nowMs + LASTS_MS;
  }

  get isOn(): boolean {
    return this.clock.monotonicMs() < this.untilMs;
  }
}
