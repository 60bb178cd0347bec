import type { LaneTerms } from "../rules/lane-events.ts";
import type { LaneLog } from "./lane-log.ts";
import type { LaneTimers } from "./lane-timers.ts";

/** `elsewhere` and `halted` are ends; a new writer has to take over after `elsewhere`. */
export type LaneStatus = "taking-over" | "running" | "elsewhere" | "halted";

export interface LaneWriterOptions {
  readonly saleId: string;
  readonly log: LaneLog;
  readonly timers: LaneTimers;
  /** Names this writer in its takeover record, for people and for the hint to clients. */
  readonly owner: string;
  /** For a lane that has no record yet. */
  readonly terms: LaneTerms;
  /** Called for each batch with how many commands it has; none in one of time alone. */
  readonly onBatch?: (commands: number) => void;
  /** Called once, when the lane is lost or halted. */
  readonly onEnd?: (status: "elsewhere" | "halted", reason: string) => void;
}
