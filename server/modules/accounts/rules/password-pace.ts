/** How many requests may wait for each slot; at 80 ms a password the last one waits 2.5 seconds. */
const QUEUE_PER_SLOT = 32;

/** In a rush one hash begins in this time; more would be felt by every hundredth claim. */
const RUSH_PAUSE_MS = 1_000;
/** In a rush fewer wait, since each waits for longer: the last one some four seconds. */
const RUSH_QUEUE = 4;
/** A rush may end before the pause does. */
const LOOK_MOST_MS = 250;

/** How long the next hash waits before it is looked at again; 0 where it may begin. */
export function hashWaitMs(isRush: boolean, sinceLastMs: number): number {
  if (!isRush || sinceLastMs >= RUSH_PAUSE_MS) return 0;
  return Math.min(RUSH_PAUSE_MS - sinceLastMs, LOOK_MOST_MS);
}

/** Whether one more may wait behind so many. */
export function mayQueue(isRush: boolean, slots: number, waiting: number): boolean {
  return waiting < (isRush ? RUSH_QUEUE : slots * QUEUE_PER_SLOT);
}
