import { invariant } from "../../../platform/failure.ts";
import type { ClaimLine, ClaimLines } from "./claim-lines.ts";
import { isOpenHold, nextClaimState, type ClaimAction } from "./claim-states.ts";
import { spendCode } from "./lane-evolve-codes.ts";
import { freeOf, type LaneClaim, type LaneState } from "./lane-state.ts";

// What outcomes do to claims and to the units that they take. Only `evolve` calls these.

/** @param expiresAt 0 for a claim that waits */
export function addClaim(
  state: LaneState,
  place: number,
  id: string,
  lines: readonly ClaimLine[],
  expiresAt: number,
): LaneClaim {
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
    extended: false,
    codeNumber: undefined,
  };
  state.claims.set(place, claim);
  state.claimsMade += 1;
  state.unitsClaimed += pooled.units;
  leaveTurn(state, place);
  if (waits) state.waiting.add(claim);
  else hold(state, claim);
  return claim;
}

/** The units come out of those reserved for the code. A claim that waited is served by it. */
export function redeem(
  state: LaneState,
  place: number,
  id: string,
  codeNumber: number,
  lines: readonly ClaimLine[],
  expiresAt: number,
): void {
  spendCode(state, codeNumber, place);
  if (place > state.admittedThrough) state.claimedAhead.add(place);
  const standing = state.claims.get(place);
  if (standing === undefined) {
    addClaim(state, place, id, lines, expiresAt).codeNumber = codeNumber;
    return;
  }
  invariant(standing.id === id, "a code serves the claim that it names");
  grant(state, standing, expiresAt);
  standing.codeNumber = codeNumber;
}

export function grant(state: LaneState, claim: LaneClaim, expiresAt: number): void {
  change(state, claim, "grant");
  claim.expiresAt = expiresAt;
  state.waiting.left();
  hold(state, claim);
}

export function beginPayment(state: LaneState, claim: LaneClaim, expiresAt: number): void {
  change(state, claim, "begin-payment");
  invariant(expiresAt >= claim.expiresAt, "a payment that begins never shortens a hold");
  if (expiresAt === claim.expiresAt) return;
  claim.expiresAt = expiresAt;
  claim.extended = true;
  state.extendedHolds.add(claim);
  state.holds.dropEnded();
}

export function pay(state: LaneState, claim: LaneClaim): void {
  change(state, claim, "pay");
  takeUnits(state, claim.lines, "held", -1);
  takeUnits(state, claim.lines, "sold", 1);
  state.heldClaims -= 1;
  state.paidClaims += 1;
  dropEndedHolds(state);
}

export function returnUnits(state: LaneState, claim: LaneClaim): void {
  change(state, claim, "return");
  takeUnits(state, claim.lines, "sold", -1);
  state.paidClaims -= 1;
}

/** Ends a claim that was not paid. */
export function finish(
  state: LaneState,
  claim: LaneClaim,
  action: "release" | "expire" | "end-sale",
): void {
  const held = isOpenHold(claim.state);
  change(state, claim, action);
  if (held) {
    takeUnits(state, claim.lines, "held", -1);
    state.heldClaims -= 1;
  } else {
    state.waiting.left();
  }
  const bar = state.barred.get(claim.place);
  if (bar !== undefined) bar.endedClaim = true;
  dropEndedHolds(state);
}

export function leaveTurn(state: LaneState, place: number): void {
  if (state.givenUp.has(place) || state.barred.has(place)) return;
  const turn = state.turnOf(place);
  if (turn !== undefined) turn.outstanding -= 1;
}

export function claimAt(state: LaneState, place: number): LaneClaim {
  const claim = state.claims.get(place);
  invariant(claim !== undefined, `place ${place} has a claim`);
  return claim;
}

function change(state: LaneState, claim: LaneClaim, action: ClaimAction): void {
  const next = nextClaimState(claim.state, action);
  invariant(next !== undefined, `a ${claim.state} claim cannot ${action}`);
  claim.state = next;
  claim.sequence = state.sequence + 1;
}

function hold(state: LaneState, claim: LaneClaim): void {
  takeUnits(state, claim.lines, "held", 1);
  state.heldClaims += 1;
  state.holds.add(claim);
  if (state.soldOutAt === undefined && state.freeUnits === 0) state.soldOutAt = state.at;
}

/** @param direction 1 takes the units out of the free stock, -1 puts them back */
function takeUnits(
  state: LaneState,
  lines: ClaimLines,
  pool: "held" | "sold",
  direction: 1 | -1,
): void {
  for (const [index, quantity] of lines.lines) {
    const variant = state.variants[index];
    invariant(variant !== undefined, "a claim names variants of its sale");
    variant[pool] += direction * quantity;
    invariant(freeOf(variant) >= 0, "never more units held, sold and reserved than stock");
    invariant(variant[pool] >= 0, "never fewer than no units held or sold");
  }
}

function dropEndedHolds(state: LaneState): void {
  state.holds.dropEnded();
  state.extendedHolds.dropEnded();
}
