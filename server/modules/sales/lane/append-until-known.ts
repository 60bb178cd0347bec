import type { SealedRecord } from "../rules/lane-record.ts";
import type { LaneLog } from "./lane-log.ts";
import type { LaneTimers } from "./lane-timers.ts";

export type KnownOutcome = "appended" | "conflict" | "gap";

export interface AppendOptions {
  readonly log: LaneLog;
  readonly saleId: string;
  readonly timers: LaneTimers;
  /** Called once if the log takes this long: nobody should be kept waiting. */
  readonly stalledAfterMs: number;
  readonly onStalled: () => void;
  /** Asked after each failure; true ends the attempts, and the record counts as not ours. */
  readonly givesUp: () => boolean;
}

const RETRY_LEAST_MS = 20;
const RETRY_MOST_MS = 1_000;

/**
 * Appends a record, again and again while the outcome is unknown: the same bytes at the same
 * sequence. A conflict with our own digest is our own success; a read alone would prove nothing,
 * because an append that seemed to fail may still be on its way.
 */
export async function appendUntilKnown(
  record: SealedRecord,
  options: AppendOptions,
): Promise<KnownOutcome> {
  const { log, saleId, timers } = options;
  const cancel = timers.after(options.stalledAfterMs, options.onStalled);
  let retryMs = RETRY_LEAST_MS;
  try {
    for (;;) {
      try {
        const outcome = await log.append(saleId, record);
        const isOurs =
          outcome.kind === "conflict" && Buffer.from(outcome.digest).equals(record.digest);
        return isOurs ? "appended" : outcome.kind;
      } catch {
        // Whatever the log's failure was, all that it tells is that the outcome is unknown.
        if (options.givesUp()) return "conflict";
        await timers.sleep(retryMs);
        retryMs = Math.min(RETRY_MOST_MS, retryMs * 2);
      }
    }
  } finally {
    cancel();
  }
}
