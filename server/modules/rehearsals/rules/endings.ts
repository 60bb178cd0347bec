export const rehearsalStates = ["running", "done", "failed", "cancelled", "lost"] as const;

export type RehearsalState = (typeof rehearsalStates)[number];

/** Why a rehearsal has no result. */
export const endReasons = [
  "cancelled",
  "server_stopped",
  "time_over",
  "database_lost",
  "process_ended",
  "server_lost",
] as const;

export type EndReason = (typeof endReasons)[number];

/** Why this server ended the process; undefined where it ended by itself. */
export type Interruption = Extract<
  EndReason,
  "cancelled" | "server_stopped" | "time_over" | "database_lost"
>;

/**
 * What a rehearsal has come to whose process is gone. A result that was told in full counts, even
 * if somebody wanted to end it in the same moment.
 */
export function endingOf(
  hasResult: boolean,
  interruption: Interruption | undefined,
): { readonly state: Exclude<RehearsalState, "running">; readonly reason: EndReason | null } {
  if (hasResult) return { state: "done", reason: null };
  switch (interruption) {
    case "cancelled":
    case "server_stopped":
      return { state: "cancelled", reason: interruption };
    case "time_over":
    case "database_lost":
      return { state: "failed", reason: interruption };
    case undefined:
      return { state: "failed", reason: "process_ended" };
  }
}
