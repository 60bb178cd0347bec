import { invariant, unreachable } from "../../../platform/failure.ts";
import { beginLimit, useLimit } from "./admission-limit.ts";
import {
  addClaim,
  beginPayment,
  claimAt,
  finish,
  grant,
  leaveTurn,
  pay,
  redeem,
  returnUnits,
} from "./lane-evolve-claims.ts";
import { endCode, issueCodes } from "./lane-evolve-codes.ts";
import type { LaneEvent, LaneTerms } from "./lane-events.ts";
import type { LaneState } from "./lane-state.ts";

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
    case "admission-limited":
      state.admissionLimit = event[1] === null ? undefined : beginLimit(event[1], state.at);
      return;
    case "held":
      addClaim(state, event[1], event[2], event[3], event[4]);
      return;
    case "waiting":
      addClaim(state, event[1], event[2], event[3], 0);
      return;
    case "granted":
      return grant(state, claimAt(state, event[1]), event[2]);
    case "redeemed":
      return redeem(state, event[1], event[2], event[3], event[4], event[5]);
    case "paying":
      return beginPayment(state, claimAt(state, event[1]), event[2]);
    case "paid":
      return pay(state, claimAt(state, event[1]));
    case "returned":
      return returnUnits(state, claimAt(state, event[1]));
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
    case "codes-issued":
      return issueCodes(state, event[1]);
    case "code-ended":
      return endCode(state, event[1], event[2]);
    default:
      return unreachable(event);
  }
}

function found(state: LaneState, terms: LaneTerms): void {
  invariant(state.phase === "unfounded", "a lane is founded once");
  state.terms = terms;
  state.variants = terms.variants.map(({ id, stock, limit }) => ({
    id,
    stock,
    limit,
    held: 0,
    sold: 0,
    reserved: 0,
  }));
  state.highestPlace = terms.drawnPlaces;
  state.phase = "ready";
}

function lengthen(state: LaneState, gapMs: number): void {
  invariant(gapMs > 0, "an outage has a length");
  state.holds.lengthen(gapMs);
  state.extendedHolds.lengthen(gapMs);
  for (const turn of state.turns) turn.endsAt += gapMs;
}

function end(state: LaneState): void {
  invariant(state.phase !== "unfounded" && state.phase !== "ended", "a lane is ended once");
  state.phase = "ended";
  state.endedAt = state.at;
  state.turns.length = 0;
  for (const claim of state.waiting.items()) finish(state, claim, "end-sale");
  for (const code of state.codes.values()) {
    if (code.state === "issued") endCode(state, code.number, "expired");
  }
}

function admit(state: LaneState, through: number, turnEndsAt: number): void {
  invariant(through > state.admittedThrough, "the line only moves forward");
  const from = state.admittedThrough + 1;
  let outstanding = through - state.admittedThrough;
  for (const place of state.givenUp) if (place >= from && place <= through) outstanding -= 1;
  for (const place of state.barred.keys()) {
    if (place >= from && place <= through && !state.givenUp.has(place)) outstanding -= 1;
  }
  for (const place of state.claimedAhead) {
    if (place > through) continue;
    const hasClaim = state.claims.has(place) && !state.givenUp.has(place);
    if (hasClaim && !state.barred.has(place)) outstanding -= 1;
    state.claimedAhead.delete(place);
  }
  const passed = state.turns.findIndex((turn) => turn.endsAt > state.at);
  state.turns.splice(0, passed === -1 ? state.turns.length : passed);
  state.turns.push({ from, through, endsAt: turnEndsAt, outstanding });
  if (state.admissionLimit !== undefined) {
    const places = through - state.admittedThrough;
    state.admissionLimit = useLimit(state.admissionLimit, places, state.at);
  }
  state.admittedThrough = through;
  state.admittedAt = state.at;
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
