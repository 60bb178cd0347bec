import { unreachable } from "../../../platform/failure.ts";
import { placesAllowed } from "./admission-limit.ts";
import { admitThrough, pollIntervalMs, turnMs } from "./admission.ts";
import type { ClaimLines } from "./claim-lines.ts";
import { isLive, nextClaimState } from "./claim-states.ts";
import { decideIssueCodes, decideRedeemCode, decideRevokeCode, expireCodes } from "./lane-codes.ts";
import type { LaneCommand, LaneReply } from "./lane-commands.ts";
import {
  DONE,
  findClaimObstacle,
  record,
  refuse,
  serveWaiting,
  stands,
  UNCHANGED,
  view,
  wrongState,
} from "./lane-decisions.ts";
import type { LaneEvent } from "./lane-events.ts";
import { decideBeginPayment, decidePay, decideReturn } from "./lane-payments.ts";
import type { LaneState } from "./lane-state.ts";

/** With open holds a tick is recorded each second, so a longer silence means that we were down. */
const OUTAGE_FROM_MS = 3_000;

/** How old the last record may be while holds are open, before a tick is due. */
export const TICK_MS = 1_000;

/** The line moves a few times a second at the most. */
const ADMIT_EVERY_MS = 250;

/**
 * Decides one command: appends the outcomes to `events`, applies them to the state, and says what
 * to answer. A refusal appends nothing. The answer may be sent once the events are durable.
 */
export function decide(state: LaneState, command: LaneCommand, events: LaneEvent[]): LaneReply {
  switch (command.type) {
    case "claim":
      return decideClaim(state, command.place, command.claimId, command.lines, events);
    case "begin-payment":
      return decideBeginPayment(state, command.place, command.claimId, events);
    case "pay":
      return decidePay(state, command.place, command.claimId, events);
    case "return":
      return decideReturn(state, command.place, command.claimId, command.reason, events);
    case "redeem-code":
      return decideRedeemCode(state, command.place, command.claimId, command.codeNumber, events);
    case "issue-codes":
      return decideIssueCodes(state, command.codes, events);
    case "revoke-code":
      return decideRevokeCode(state, command.codeNumber, events);
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
    case "limit-admission":
      return decideLimit(state, command.placesPerMinute, events);
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
  expireCodes(state, events);
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
    if (standing.lines.key !== lines.key) {
      return refuse({ code: "claim_differs", claim: view(standing) });
    }
    // It keeps waiting, in case that money cannot be had; nothing is going to come by itself.
    const waitsInVain = standing.state === "waiting" && !state.mayComeBack;
    return waitsInVain ? refuse({ code: "sold_out", final: true }) : stands(standing, false);
  }
  const obstacle = findClaimObstacle(state, place);
  if (obstacle !== undefined) return refuse(obstacle);
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
  } else if (state.mayComeBack && state.waiting.size < state.founded.waitingLimit) {
    record(state, ["waiting", place, claimId, lines.lines], events);
  } else {
    return refuse({ code: "sold_out", final: !state.mayComeBack });
  }
  const claim = state.claims.get(place);
  return claim === undefined ? DONE : stands(claim, true);
}

/** The fan gives the claim up before it is paid. */
function decideRelease(state: LaneState, place: number, events: LaneEvent[]): LaneReply {
  const claim = state.claims.get(place);
  if (claim === undefined) return refuse({ code: "claim_not_found" });
  if (claim.state === "released") return stands(claim, false);
  if (claim.state === "paid") return refuse({ code: "claim_paid", claim: view(claim) });
  if (!isLive(claim.state)) return refuse({ code: "claim_over", claim: view(claim) });
  record(state, ["released", place], events);
  const reply = stands(claim, true);
  serveWaiting(state, events);
  return reply;
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

/** An open sale has no line to slow down, and an ended one none that moves. */
function decideLimit(
  state: LaneState,
  placesPerMinute: number | null,
  events: LaneEvent[],
): LaneReply {
  if (state.phase === "ended") return refuse({ code: "sale_ended" });
  if (state.founded.kind === "open") return wrongState(state);
  if ((state.admissionLimit?.placesPerMinute ?? null) === placesPerMinute) return UNCHANGED;
  return record(state, ["admission-limited", placesPerMinute], events);
}

/** A barred place is skipped; a claim that it has not paid is released, and its units move on. */
function decideBar(
  state: LaneState,
  place: number,
  reason: string,
  events: LaneEvent[],
): LaneReply {
  record(state, ["barred", place, reason], events);
  const claim = state.claims.get(place);
  if (claim !== undefined && nextClaimState(claim.state, "release") !== undefined) {
    record(state, ["released", place], events);
    serveWaiting(state, events);
  }
  return DONE;
}

function expireHolds(state: LaneState, events: LaneEvent[]): void {
  let expired = false;
  for (const queue of [state.holds, state.extendedHolds]) {
    for (;;) {
      const claim = queue.first();
      if (claim === undefined || claim.expiresAt > state.at) break;
      record(state, ["expired", claim.place], events);
      expired = true;
    }
  }
  if (expired) serveWaiting(state, events);
}

function admit(state: LaneState, events: LaneEvent[]): void {
  const terms = state.founded;
  if (terms.kind !== "draw") return;
  let outstanding = 0;
  for (const turn of state.turns) if (turn.endsAt > state.at) outstanding += turn.outstanding;
  const wanted = admitThrough({
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
  const { admissionLimit } = state;
  const through =
    admissionLimit === undefined
      ? wanted
      : Math.min(wanted, state.admittedThrough + placesAllowed(admissionLimit, state.at));
  if (through <= state.admittedThrough) return;
  const interval = pollIntervalMs(state.placesAhead, terms.pollsPerSecond);
  record(state, ["admitted", through, state.at + turnMs(interval)], events);
}
