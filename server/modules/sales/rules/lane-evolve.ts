import { invariant, unreachable } from "../../../platform/failure.ts";
import type { ClaimLine, ClaimLines } from "./claim-lines.ts";
import { nextClaimState } from "./claim-states.ts";
import type { LaneEvent, LaneTerms } from "./lane-events.ts";
import type { LaneClaim, LaneState } from "./lane-state.ts";

/**
 * Applies one recorded outcome to the state. Live decisions and replay go through here alike, so a
 * replayed lane is the lane. What the lane must never do is checked here once more, against the
 * outcome itself.
 * @throws Error when the outcome breaks an invariant: more units than stock, two claims of one
 * place
 */
export function evolve(state: LaneState, event: LaneEvent): void {
  switch (event[0]) {
    case "founded":
      return found(state, event[1]);
    case "taken-over":
      state.epoch += 1;
      return;
    case "outage":
      return lengthen(state, event[1]);
    case "tick":
      return;
    case "opened":
      invariant(state.phase === "ready", "only a ready lane is opened");
      state.phase = "selling";
      state.openedAt = state.at;
      return;
    case "paused":
      invariant(state.phase === "selling", "only a selling lane is paused");
      state.phase = "paused";
      return;
    case "resumed":
      invariant(state.phase === "paused", "only a paused lane is resumed");
      state.phase = "selling";
      return;
    case "ended":
      return end(state);
    case "places":
      invariant(event[1] >= state.highestPlace, "places are never taken back");
      state.highestPlace = event[1];
      return;
    case "admitted":
      return admit(state, event[1], event[2]);
    case "held":
      return addClaim(state, event[1], event[2], event[3], event[4]);
    case "waiting":
      return addClaim(state, event[1], event[2], event[3], 0);
    case "granted":
      return grant(state, claimAt(state, event[1]), event[2]);
    case "released":
      return finish(state, claimAt(state, event[1]), "release");
    case "expired":
      return finish(state, claimAt(state, event[1]), "expire");
    case "given-up":
      invariant(!state.claims.has(event[1]), "a place with a claim is given up by its release");
      leaveTurn(state, event[1]);
      state.givenUp.add(event[1]);
      return;
    case "barred":
      return bar(state, event[1], event[2]);
    case "restored":
      return restore(state, event[1]);
    case "stock-added": {
      const variant = state.variants[event[1]];
      invariant(variant !== undefined && event[2] > 0, "stock is added to a variant of the sale");
      variant.stock += event[2];
      return;
    }
    default:
      return unreachable(event);
  }
}

function found(state: LaneState, terms: LaneTerms): void {
  invariant(state.phase === "unfounded", "a lane is founded once");
  state.terms = terms;
  state.variants = terms.variants.map(({ id, stock, limit }) => ({ id, stock, limit, held: 0 }));
  state.highestPlace = terms.drawnPlaces;
  state.phase = "ready";
}

function lengthen(state: LaneState, gapMs: number): void {
  invariant(gapMs > 0, "an outage has a length");
  for (let index = state.holdsHead; index < state.holds.length; index += 1) {
    const claim = state.holds[index];
    if (claim?.state === "held") claim.expiresAt += gapMs;
  }
  for (const turn of state.turns) turn.endsAt += gapMs;
}

function end(state: LaneState): void {
  invariant(state.phase !== "unfounded" && state.phase !== "ended", "a lane is ended once");
  state.phase = "ended";
  state.endedAt = state.at;
  state.turns.length = 0;
  for (const claim of state.waiting.items()) finish(state, claim, "end-sale");
}

function admit(state: LaneState, through: number, turnEndsAt: number): void {
  invariant(through > state.admittedThrough, "the line only moves forward");
  const from = state.admittedThrough + 1;
  let outstanding = through - state.admittedThrough;
  for (const place of state.givenUp) if (place >= from && place <= through) outstanding -= 1;
  for (const place of state.barred.keys()) {
    if (place >= from && place <= through && !state.givenUp.has(place)) outstanding -= 1;
  }
  const passed = state.turns.findIndex((turn) => turn.endsAt > state.at);
  state.turns.splice(0, passed === -1 ? state.turns.length : passed);
  state.turns.push({ from, through, endsAt: turnEndsAt, outstanding });
  state.admittedThrough = through;
  state.admittedAt = state.at;
}

function addClaim(
  state: LaneState,
  place: number,
  id: string,
  lines: readonly ClaimLine[],
  expiresAt: number,
): void {
  invariant(!state.claims.has(place), "a place has at most one claim");
  invariant(!state.givenUp.has(place), "a place that was given up does not claim");
  const waits = expiresAt === 0;
  const pooled = state.pool.of(lines);
  const claim: LaneClaim = {
    id,
    place,
    lines: pooled,
    rank: state.founded.kind === "draw" ? place : state.nextRank++,
    sequence: state.sequence + 1,
    state: waits ? "waiting" : "held",
    expiresAt,
  };
  state.claims.set(place, claim);
  state.claimsMade += 1;
  state.unitsClaimed += pooled.units;
  leaveTurn(state, place);
  if (waits) state.waiting.add(claim);
  else hold(state, claim);
}

/** A place that is barred already gets another reason; that its bar ended a claim is kept. */
function bar(state: LaneState, place: number, reason: string): void {
  if (!state.claims.has(place)) leaveTurn(state, place);
  const endedClaim = state.barred.get(place)?.endedClaim ?? false;
  state.barred.set(place, { reason, endedClaim });
}

function restore(state: LaneState, place: number): void {
  const bar = state.barred.get(place);
  invariant(bar !== undefined, "only a barred place is restored");
  state.barred.delete(place);
  if (bar.endedClaim) state.claims.delete(place);
  if (state.claims.has(place) || state.givenUp.has(place)) return;
  const turn = state.turnOf(place);
  if (turn !== undefined) turn.outstanding += 1;
}

function grant(state: LaneState, claim: LaneClaim, expiresAt: number): void {
  const next = nextClaimState(claim.state, "grant");
  invariant(next !== undefined, "only a waiting claim is granted returned units");
  claim.state = next;
  claim.expiresAt = expiresAt;
  claim.sequence = state.sequence + 1;
  state.waiting.left();
  hold(state, claim);
}

function hold(state: LaneState, claim: LaneClaim): void {
  takeUnits(state, claim.lines, 1);
  state.heldClaims += 1;
  state.holds.push(claim);
  if (state.soldOutAt === undefined && state.freeUnits === 0) state.soldOutAt = state.at;
}

function finish(
  state: LaneState,
  claim: LaneClaim,
  action: "release" | "expire" | "end-sale",
): void {
  const next = nextClaimState(claim.state, action);
  invariant(next !== undefined, `a ${claim.state} claim cannot ${action}`);
  if (claim.state === "held") {
    takeUnits(state, claim.lines, -1);
    state.heldClaims -= 1;
  } else {
    state.waiting.left();
  }
  claim.state = next;
  claim.sequence = state.sequence + 1;
  const bar = state.barred.get(claim.place);
  if (bar !== undefined) bar.endedClaim = true;
  dropPassedHolds(state);
}

/** @param direction 1 takes the units out of the free stock, -1 puts them back */
function takeUnits(state: LaneState, lines: ClaimLines, direction: 1 | -1): void {
  for (const [index, quantity] of lines.lines) {
    const variant = state.variants[index];
    invariant(variant !== undefined, "a claim names variants of its sale");
    variant.held += direction * quantity;
    invariant(variant.held <= variant.stock, "never more units held than stock");
    invariant(variant.held >= 0, "never fewer than no units held");
  }
}

/** Moves past ended holds at the front, and gives their memory back now and then. */
function dropPassedHolds(state: LaneState): void {
  while (state.holdsHead < state.holds.length && state.holds[state.holdsHead]?.state !== "held") {
    state.holdsHead += 1;
  }
  if (state.holdsHead > 4096 && state.holdsHead * 2 > state.holds.length) {
    state.holds.splice(0, state.holdsHead);
    state.holdsHead = 0;
  }
}

function leaveTurn(state: LaneState, place: number): void {
  if (state.givenUp.has(place) || state.barred.has(place)) return;
  const turn = state.turnOf(place);
  if (turn !== undefined) turn.outstanding -= 1;
}

function claimAt(state: LaneState, place: number): LaneClaim {
  const claim = state.claims.get(place);
  invariant(claim !== undefined, `place ${place} has a claim`);
  return claim;
}
