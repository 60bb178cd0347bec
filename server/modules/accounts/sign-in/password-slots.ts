import { availableParallelism } from "node:os";

/** How many requests may wait for each slot; at 80 ms a password the last one waits 2.5 seconds. */
const QUEUE_PER_SLOT = 32;

/**
 * How many passwords may be hashed at once. Hashing runs on threads of its own and takes a whole
 * core for 60 to 80 ms, so one core is left to the event loop. A sign-up also holds a database
 * connection meanwhile, so that at most a quarter of the pool goes there.
 */
export function passwordSlotCount(databasePoolSize: number): number {
  return Math.max(1, Math.min(availableParallelism() - 1, Math.floor(databasePoolSize / 4)));
}

/** Lets so many pieces of work run at once, so many more wait, and refuses the rest. */
export interface PasswordSlots {
  /** @returns what the work gives, or "busy" at once when too many wait already. */
  run<Value>(work: () => Promise<Value>): Promise<Value | "busy">;
}

export function createPasswordSlots(slots: number, queue = slots * QUEUE_PER_SLOT): PasswordSlots {
  let free = slots;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (free === 0) {
        if (waiting.length >= queue) return "busy";
        // Whoever ends hands its slot over, so that nobody overtakes those who wait.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        free -= 1;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
