/** The two clocks of the process. Tests and the simulation pass their own. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970; may jump when the machine's clock is set. */
  wallMs(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
