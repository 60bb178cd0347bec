import { isLive } from "./claim-states.ts";
import type { ClaimView, LaneRefusal, LaneReply } from "./lane-commands.ts";
import { evolve } from "./lane-evolve.ts";
import type { LaneEvent } from "./lane-events.ts";
import type { LaneClaim, LaneState } from "./lane-state.ts";

// What every decision of the lane is made of.

export const DONE: LaneReply = { ok: true, changed: true };
export const UNCHANGED: LaneReply = { ok: true, changed: false };

/** Appends an outcome and applies it. */
export function record(state: LaneState, event: LaneEvent, events: LaneEvent[]): LaneReply {
  events.push(event);
  evolve(state, event);
  return DONE;
}

export function refuse(refusal: LaneRefusal): LaneReply {
  return { ok: false, refusal };
}

export function wrongState(state: LaneState): LaneReply {
  return refuse({ code: "wrong_sale_state", state: state.phase });
}

/** The claim as it stands now. */
export function stands(claim: LaneClaim, changed: boolean): LaneReply {
  return { ok: true, claim: view(claim), changed };
}

export function view(claim: LaneClaim): ClaimView {
  return {
    id: claim.id,
    place: claim.place,
    state: claim.state,
    lines: claim.lines,
    expiresAt: claim.expiresAt,
    sequence: claim.sequence,
  };
}

/** Returned units go to the lowest place whose whole claim they can serve, and so on. */
export function serveWaiting(state: LaneState, events: LaneEvent[]): void {
  if (state.phase === "ended") return;
  while (state.waiting.size > 0 && state.freeUnits > 0) {
    const next = state.waiting.lowest((lines) => state.fits(lines));
    if (next === undefined) return;
    record(state, ["granted", next.place, state.at + state.founded.holdMs], events);
  }
}

/** Why a place may not claim now, whatever it asks for; undefined where it may. */
export function findClaimObstacle(state: LaneState, place: number): LaneRefusal | undefined {
  if (state.phase === "ready") return { code: "sale_not_open" };
  if (state.phase === "ended") return { code: "sale_ended" };
  const bar = state.barred.get(place);
  if (bar !== undefined) return { code: "place_barred", reason: bar.reason };
  const over = state.claims.get(place);
  if (over !== undefined && !isLive(over.state)) return { code: "claim_over", claim: view(over) };
  if (state.givenUp.has(place)) return { code: "place_given_up" };
  // An open sale has no line to stop, so pausing it stops its claims.
  if (state.founded.kind === "open" && state.phase === "paused") {
    return { code: "admission_paused" };
  }
  return undefined;
}
