import type { SkipReason, WalkKind } from "./notice-kinds.ts";

/** A registration as a walk meets it. */
export interface EntrantView {
  readonly number: number;
  readonly standing: "entered" | "withdrawn" | "refused" | "left";
  /** Null before the draw, and for who takes no part in it. */
  readonly place: number | null;
  readonly isBarred: boolean;
  readonly claim:
    | "waiting"
    | "held"
    | "paying"
    | "paid"
    | "released"
    | "expired"
    | "returned"
    | null;
}

/** The sale as a walk sees it. */
export interface WalkView {
  readonly state:
    | "draft"
    | "registering"
    | "closed"
    | "drawn"
    | "selling"
    | "paused"
    | "ended"
    | "cancelled";
  /** Whether nothing is left, and all were told so or are being told. */
  readonly isOver: boolean;
  /** Whether places are drawn at all. */
  readonly hasDraw: boolean;
  /** Up to this registration fans are told their place; 0 before that has begun. */
  readonly placedThrough: number;
  /** 0 while no turn has come, or where the line is not known here. */
  readonly admittedThrough: number;
}

/** Why this fan is not told; undefined where the fan is. */
export function whyNotTold(
  kind: WalkKind,
  entrant: EntrantView,
  view: WalkView,
): SkipReason | undefined {
  const isGone = entrant.standing !== "entered";
  const isOver = view.isOver || view.state === "ended" || view.state === "cancelled";
  const hasTurn = entrant.place !== null && entrant.place <= view.admittedThrough;
  switch (kind) {
    case "registered":
      if (isGone) return "left";
      if (isOver) return "over";
      if (entrant.isBarred) return "barred";
      if (entrant.claim !== null) return "claimed";
      return isToldThePlace(entrant, view) ? "superseded" : undefined;
    case "placed":
    case "turn_near":
      if (isGone || entrant.place === null) return "left";
      if (isOver) return "over";
      if (entrant.isBarred) return "barred";
      if (entrant.claim !== null) return "claimed";
      return hasTurn ? "late" : undefined;
    case "over":
      // A claim that was served told its fan; one that waits hears what may still come.
      if (entrant.claim !== null && entrant.claim !== "waiting") return "claimed";
      if (entrant.isBarred) return "barred";
      return isGone ? "left" : undefined;
    case "cancelled":
      return isGone ? "left" : undefined;
    case "moved":
      if (isGone) return "left";
      if (isOver) return "over";
      return view.state === "selling" || view.state === "paused" ? "late" : undefined;
  }
}

/** The draw was faster than the mail about the registration: the one that tells the place does. */
function isToldThePlace({ number, place }: EntrantView, view: WalkView): boolean {
  if (!view.hasDraw || place === null) return false;
  return view.placedThrough === 0 || number <= view.placedThrough;
}
