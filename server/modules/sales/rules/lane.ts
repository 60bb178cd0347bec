import { unreachable } from "../../../platform/failure.ts";
import { admitThrough, pollIntervalMs, turnMs } from "./admission.ts";
import type { ClaimLines } from "./claim-lines.ts";
import { isLive } from "./claim-states.ts";
import type { ClaimView, LaneCommand, LaneRefusal, LaneReply } from "./lane-commands.ts";
import { evolve } from "./lane-evolve.ts";
import type { LaneEvent } from "./lane-events.ts";
import type { LaneClaim, LaneState } from "./lane-state.ts";

/** With open holds a tick is recorded each second, so a longer silence means that we were down. */
const OUTAGE_FROM_MS = 3_000;

/** How old the last record may be while holds are open, before a tick is due. */
export const TICK_MS = 1_000;

/** The line moves a few times a second at the most. */
const ADMIT_EVERY_MS = 250;

const DONE: LaneReply = { ok: true, changed: true };
const UNCHANGED: LaneReply = { ok: true, changed: false };

/**
 * Decides one command: appends the outcomes to `events`, applies them to the state, and says what
 * to answer. A refusal appends nothing. The answer may be sent once the events are durable.
 */
export function decide(state: LaneState, command: LaneCommand, events: LaneEvent[]): LaneReply {
  switch (command.type) {
    case "claim":
      return decideClaim(state, command.place, command.claimId, command.lines, events);
    case "release":
      return decideRelease(state, command.place, events);
    case "give-up":
      return decideGiveUp(state, command.place, events);
    case "found":
      if (state.phase !== "unfounded") return UNCHANGED;
      return record(state, ["founded", command.terms], events);
    case "take-over":
      return record(state, ["taken-over", command.owner], events);
    case "open":
      if (state.phase === "selling") return UNCHANGED;
      if (state.phase !== "ready") return wrongState(state);
      record(state, ["opened"], events);
      admit(state, events);
      return DONE;
    case "pause":
      if (state.phase === "paused") return UNCHANGED;
      if (state.phase !== "selling") return wrongState(state);
      return record(state, ["paused"], events);
    case "resume":
      if (state.phase === "selling") return UNCHANGED;
      if (state.phase !== "paused") return wrongState(state);
      return record(state, ["resumed"], events);
    case "end":
      if (state.phase === "ended") return UNCHANGED;
      return record(state, ["ended", command.reason], events);
    case "extend-line":
      if (command.highestPlace <= state.highestPlace) return UNCHANGED;
      return record(state, ["places", command.highestPlace], events);
    case "bar":
      if (state.phase === "ended") return refuse({ code: "sale_ended" });
      if (state.barred.get(command.place)?.reason === command.reason) return UNCHANGED;
      return decideBar(state, command.place, command.reason, events);
    case "restore":
      if (state.phase === "ended") return refuse({ code: "sale_ended" });
      if (!state.barred.has(command.place)) return refuse({ code: "place_not_barred" });
      return record(state, ["restored", command.place], events);
    case "add-stock":
      if (state.phase === "ended") return refuse({ code: "sale_ended" });
      if (state.variants[command.variantIndex] === undefined) {
        return refuse({ code: "unknown_variant", variantIndex: command.variantIndex });
      }
      record(state, ["stock-added", command.variantIndex, command.units], events);
      serveWaiting(state, events);
      return DONE;
    default:
      return unreachable(command);
  }
}

/**
 * What time alone brings: called first in every batch and when nothing else comes. Holds that have
 * ended are expired, their units go to the waiting set, the line moves, and while holds are open a
 * tick is recorded each second.
 * @param at lane time in ms; never less than the last record's
 * @param afterTakeover whether any silence at all was an outage
 */
export function advance(
  state: LaneState,
  at: number,
  events: LaneEvent[],
  afterTakeover = false,
): void {
  const silentMs = at - state.recordedAt;
  const timeMatters =
    state.heldClaims > 0 || state.turns.some((turn) => turn.endsAt > state.recordedAt);
  if (timeMatters && silentMs >= (afterTakeover ? 1 : OUTAGE_FROM_MS)) {
    record(state, ["outage", silentMs], events);
  }
  state.at = at;
  expireHolds(state, events);
  if (state.phase === "selling" && at - state.admittedAt >= ADMIT_EVERY_MS) admit(state, events);
  if (events.length === 0 && timeMatters && silentMs >= TICK_MS) record(state, ["tick"], events);
}

function decideClaim(
  state: LaneState,
  place: number,
  claimId: string,
  lines: ClaimLines,
  events: LaneEvent[],
): LaneReply {
  const standing = state.claims.get(place);
  if (standing !== undefined && isLive(standing.state)) {
    if (standing.lines.key === lines.key)
      return { ok: true, claim: view(standing), changed: false };
    return refuse({ code: "claim_differs", claim: view(standing) });
  }
  if (state.phase === "ready") return refuse({ code: "sale_not_open" });
  if (state.phase === "ended") return refuse({ code: "sale_ended" });
  const bar = state.barred.get(place);
  if (bar !== undefined) return refuse({ code: "place_barred", reason: bar.reason });
  if (standing !== undefined) return refuse({ code: "claim_over", claim: view(standing) });
  if (state.givenUp.has(place)) return refuse({ code: "place_given_up" });
  // An open sale has no line to stop, so pausing it stops its claims.
  if (state.founded.kind === "open" && state.phase === "paused") {
    return refuse({ code: "admission_paused" });
  }
  if (state.founded.kind === "draw" && place > state.admittedThrough) {
    return refuse({ code: "not_your_turn", placesAhead: place - state.admittedThrough - 1 });
  }
  for (const [variantIndex, quantity] of lines.lines) {
    const variant = state.variants[variantIndex];
    if (variant === undefined) return refuse({ code: "unknown_variant", variantIndex });
    if (quantity > variant.limit) {
      return refuse({ code: "quantity_too_large", variantIndex, limit: variant.limit });
    }
  }
  if (state.fits(lines)) {
    const expiresAt = state.at + state.founded.holdMs;
    record(state, ["held", place, claimId, lines.lines, expiresAt], events);
  } else if (state.heldClaims > 0 && state.waiting.size < state.founded.waitingLimit) {
    record(state, ["waiting", place, claimId, lines.lines], events);
  } else {
    return refuse({ code: "sold_out", final: state.heldClaims === 0 });
  }
  const claim = state.claims.get(place);
  return claim === undefined ? DONE : { ok: true, claim: view(claim), changed: true };
}

function decideRelease(state: LaneState, place: number, events: LaneEvent[]): LaneReply {
  const claim = state.claims.get(place);
  if (claim === undefined) return refuse({ code: "claim_not_found" });
  if (claim.state === "released") return { ok: true, claim: view(claim), changed: false };
  if (claim.state === "expired") return refuse({ code: "claim_over", claim: view(claim) });
  record(state, ["released", place], events);
  const after = view(claim);
  serveWaiting(state, events);
  return { ok: true, claim: after, changed: true };
}

/** Leaving the sale gives up the place, and with it the claim if there is one. */
function decideGiveUp(state: LaneState, place: number, events: LaneEvent[]): LaneReply {
  const claim = state.claims.get(place);
  if (claim !== undefined) {
    return isLive(claim.state) ? decideRelease(state, place, events) : UNCHANGED;
  }
  if (state.givenUp.has(place)) return UNCHANGED;
  return record(state, ["given-up", place], events);
}

/** A barred place is skipped; a claim that it made is released, and its units move on. */
function decideBar(
  state: LaneState,
  place: number,
  reason: string,
  events: LaneEvent[],
): LaneReply {
  record(state, ["barred", place, reason], events);
  const claim = state.claims.get(place);
  if (claim !== undefined && isLive(claim.state)) {
    record(state, ["released", place], events);
    serveWaiting(state, events);
  }
  return DONE;
}

function expireHolds(state: LaneState, events: LaneEvent[]): void {
  let expired = false;
  for (;;) {
    const claim = state.holds[state.holdsHead];
    if (claim === undefined) break;
    if (claim.state === "held") {
      if (claim.expiresAt > state.at) break;
      record(state, ["expired", claim.place], events);
      expired = true;
    } else {
      state.holdsHead += 1;
    }
  }
  if (expired) serveWaiting(state, events);
}

/** Returned units go to the lowest place whose whole claim they can serve, and so on. */
function serveWaiting(state: LaneState, events: LaneEvent[]): void {
  if (state.phase === "ended") return;
  while (state.waiting.size > 0 && state.freeUnits > 0) {
    const next = state.waiting.lowest((lines) => state.fits(lines));
    if (next === undefined) return;
    record(state, ["granted", next.place, state.at + state.founded.holdMs], events);
  }
}

function admit(state: LaneState, events: LaneEvent[]): void {
  const terms = state.founded;
  if (terms.kind !== "draw") return;
  let outstanding = 0;
  for (const turn of state.turns) if (turn.endsAt > state.at) outstanding += turn.outstanding;
  const through = admitThrough({
    freeUnits: state.freeUnits,
    waitingClaims: state.waiting.size,
    admittedThrough: state.admittedThrough,
    highestPlace: state.highestPlace,
    outstanding,
    claims: state.claimsMade,
    claimedUnits: state.unitsClaimed,
    unitsPerClaimLimit: Math.max(...state.variants.map((variant) => variant.limit)),
    margin: terms.admissionMargin,
  });
  if (through <= state.admittedThrough) return;
  const interval = pollIntervalMs(state.placesAhead, terms.pollsPerSecond);
  record(state, ["admitted", through, state.at + turnMs(interval)], events);
}

function record(state: LaneState, event: LaneEvent, events: LaneEvent[]): LaneReply {
  events.push(event);
  evolve(state, event);
  return DONE;
}

function refuse(refusal: LaneRefusal): LaneReply {
  return { ok: false, refusal };
}

function wrongState(state: LaneState): LaneReply {
  return refuse({ code: "wrong_sale_state", state: state.phase });
}

function view(claim: LaneClaim): ClaimView {
  return {
    id: claim.id,
    place: claim.place,
    state: claim.state,
    lines: claim.lines,
    expiresAt: claim.expiresAt,
    sequence: claim.sequence,
  };
}
