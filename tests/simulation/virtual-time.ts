import type { LaneTimers } from "../../server/modules/sales/lane/lane-timers.ts";

/** A small seeded generator (mulberry32): the same seed gives the same run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that moves only when everything that could happen now has happened. */
export class VirtualTime implements LaneTimers {
  private now = 0;
  private order = 0;
  private due: Due[] = [];

  monotonicMs(): number {
    return this.now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(ms, resolve));
  }

  after(ms: number, run: () => void): () => void {
    let isWanted = true;
    this.at(ms, () => {
      if (isWanted) run();
    });
    return () => {
      isWanted = false;
    };
  }

  /** Runs the work after so many milliseconds; work due at the same time runs in order. */
  at(afterMs: number, run: () => void): void {
    const entry: Due = { at: this.now + Math.max(0, afterMs), order: (this.order += 1), run };
    let index = this.due.length;
    while (index > 0 && (this.due[index - 1]?.at ?? 0) > entry.at) index -= 1;
    this.due.splice(index, 0, entry);
  }

  /** Lets time pass until the moment `untilMs`. */
  async runUntil(untilMs: number): Promise<void> {
    await settle();
    for (;;) {
      const next = this.due[0];
      if (next === undefined || next.at > untilMs) break;
      this.due.shift();
      this.now = next.at;
      next.run();
      await settle();
    }
    this.now = untilMs;
  }
}

/** Every promise reaction that is ready runs before an immediate does. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
