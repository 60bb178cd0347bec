import { availableParallelism } from "node:os";
import type { Platform } from "../../../platform/platform.ts";
import { hashWaitMs, mayQueue } from "../rules/password-pace.ts";

/**
 * How many passwords may be hashed at once. Hashing runs on threads of its own and takes a whole
 * core for 60 to 80 ms, so one core is left to the event loop. A sign-up also holds a database
 * connection meanwhile, so that at most a quarter of the pool goes there.
 */
export function passwordSlotCount(databasePoolSize: number): number {
  return Math.max(1, Math.min(availableParallelism() - 1, Math.floor(databasePoolSize / 4)));
}

/**
 * Lets so many pieces of work run at once, so many more wait, and refuses the rest. While a crowd
 * is at a sale's door one begins now and then only: what hashing takes of the machine, claims lack.
 */
export interface PasswordSlots {
  /** Whether work that came now would be refused; asked before a request is read. */
  readonly isFull: boolean;
  /** @returns what the work gives, or "busy" at once when too many wait already. */
  run<Value>(work: () => Promise<Value>): Promise<Value | "busy">;
}

type Surroundings = Pick<Platform, "clock"> & { readonly rush: { readonly isOn: boolean } };

/** @param after calls back after so many ms; the timer of the process unless a test has its own */
export function createPasswordSlots(
  slots: number,
  { clock, rush }: Surroundings,
  after: (ms: number, work: () => void) => void = (ms, work) => void setTimeout(work, ms),
): PasswordSlots {
  const waiting: (() => void)[] = [];
  let free = slots;
  let lastBeganMs = Number.NEGATIVE_INFINITY;
  let isTimed = false;

  /** Lets those begin whose turn it is, in the order of arrival. */
  function proceed(): void {
    while (free > 0 && waiting.length > 0) {
      const nowMs = clock.monotonicMs();
      const waitMs = hashWaitMs(rush.isOn, nowMs - lastBeganMs);
      if (waitMs > 0) return lookAgainIn(waitMs);
      free -= 1;
      lastBeganMs = nowMs;
      waiting.shift()?.();
    }
  }

  function lookAgainIn(ms: number): void {
    if (isTimed) return;
    isTimed = true;
    after(ms, () => {
      isTimed = false;
      proceed();
    });
  }

  return {
    get isFull() {
      return !mayQueue(rush.isOn, slots, waiting.length);
    },
    async run(work) {
      if (this.isFull) return "busy";
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        proceed();
      });
      try {
        return await work();
      } finally {
        free += 1;
        proceed();
      }
    },
  };
}
