/** What whole sales are told by walking through their registrations, or through their places. */
export const walkKinds = [
  "registered",
  "placed",
  "turn_near",
  "over",
  "cancelled",
  "moved",
] as const;

export type WalkKind = (typeof walkKinds)[number];

/** What a single fan is told of something rare. */
export type TaskKind = "barred" | "restored" | "appeal_decided";

/** What a fan is told of a claim: of units that are held, or of a wait that ended in vain. */
export type HoldKind = "held" | "hold_expiring" | "expired" | "over";

/** What a fan is told of an order's money. */
export type OrderKind = "paid" | "returned" | "refunded";

/** What a fan is told of a deposit's money. */
export type DepositKind = "deposit_received" | "deposit_returned";

export type NoticeKind = WalkKind | TaskKind | HoldKind | OrderKind | DepositKind | "code_granted";

/** Why a notice is not sent. Each would be worse than none. */
export type SkipReason =
  /** What it tells has passed: its time, or the turn that it announces. */
  | "late"
  /** The sale, or the hold, is over. */
  | "over"
  /** The fan has left the line, or was never let onto the list. */
  | "left"
  | "barred"
  /** A claim stands, or stood, which tells more. */
  | "claimed"
  /** A later notice tells the same and more. */
  | "superseded"
  /** There is no account: it was erased, or is a rehearsal's. */
  | "no_account";
