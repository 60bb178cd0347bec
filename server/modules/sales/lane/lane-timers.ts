import type { Clock } from "../../../platform/clock.ts";

/** Time for a lane's writer; the simulation passes its own. */
export interface LaneTimers {
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
  /** Runs the work after so many milliseconds. @returns what calls it off */
  after(ms: number, run: () => void): () => void;
}

export function systemTimers(clock: Clock): LaneTimers {
  return {
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms) => Bun.sleep(ms),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}
