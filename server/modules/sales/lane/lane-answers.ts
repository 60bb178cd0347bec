import type { LaneReply } from "../rules/lane-commands.ts";

/**
 * Why the lane cannot answer.
 * - `busy`: more wait than the lane takes in.
 * - `stalled`: the log does not answer; the command was not tried.
 * - `outcome-unknown`: the log took too long; the command may yet come to count.
 * - `elsewhere`: another writer has the lane.
 * - `halted`: the log contradicts what was acknowledged; the sale has stopped.
 */
export type LaneUnavailable = "busy" | "stalled" | "outcome-unknown" | "elsewhere" | "halted";

export type LaneAnswer =
  | { readonly kind: "reply"; readonly reply: LaneReply; readonly asOf: AsOf }
  | { readonly kind: "unavailable"; readonly reason: LaneUnavailable };

/** The record that an answer rests on. */
export interface AsOf {
  readonly sequence: number;
  readonly digest: Uint8Array;
  /** Lane time, ms since 1970. */
  readonly at: number;
}
