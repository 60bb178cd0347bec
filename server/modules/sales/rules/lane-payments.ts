import type { LaneRefusal, LaneReply } from "./lane-commands.ts";
import { record, refuse, serveWaiting, stands, view } from "./lane-decisions.ts";
import { paymentMsOf, type LaneEvent, type ReturnReason } from "./lane-events.ts";
import type { LaneClaim, LaneState } from "./lane-state.ts";

/** Extends the hold once, so that nobody loses it while paying; asking again changes nothing. */
export function decideBeginPayment(
  state: LaneState,
  place: number,
  claimId: string,
  events: LaneEvent[],
): LaneReply {
  const claim = findClaim(state, place, claimId);
  if (claim === undefined) return refuseOnRecord(state, { code: "claim_not_found" }, events);
  switch (claim.state) {
    case "waiting":
      return refuseOnRecord(state, { code: "claim_waiting", claim: view(claim) }, events);
    case "held": {
      const expiresAt = Math.max(claim.expiresAt, state.at + paymentMsOf(state.founded));
      record(state, ["paying", place, expiresAt], events);
      return stands(claim, true);
    }
    case "paying":
    case "paid":
      return stands(claim, false);
    case "released":
    case "expired":
    case "returned":
      return refuseOnRecord(state, { code: "claim_over", claim: view(claim) }, events);
  }
}

/** The money is certain. Too late, it is refused, and whoever has authorised it voids that. */
export function decidePay(
  state: LaneState,
  place: number,
  claimId: string,
  events: LaneEvent[],
): LaneReply {
  const claim = findClaim(state, place, claimId);
  if (claim === undefined) return refuseOnRecord(state, { code: "claim_not_found" }, events);
  switch (claim.state) {
    case "waiting":
      return refuseOnRecord(state, { code: "claim_waiting", claim: view(claim) }, events);
    case "held":
      return refuseOnRecord(state, { code: "claim_unpaid", claim: view(claim) }, events);
    case "paying":
      record(state, ["paid", place], events);
      return stands(claim, true);
    case "paid":
      return stands(claim, false);
    case "released":
    case "expired":
    case "returned":
      return refuseOnRecord(state, { code: "claim_over", claim: view(claim) }, events);
  }
}

/** Sold units come back: the money could not be had after all, or was given back. */
export function decideReturn(
  state: LaneState,
  place: number,
  claimId: string,
  reason: ReturnReason,
  events: LaneEvent[],
): LaneReply {
  const claim = findClaim(state, place, claimId);
  if (claim === undefined) return refuseOnRecord(state, { code: "claim_not_found" }, events);
  if (claim.state === "returned") return stands(claim, false);
  if (claim.state !== "paid")
    return refuseOnRecord(state, { code: "claim_unpaid", claim: view(claim) }, events);
  record(state, ["returned", place, reason], events);
  const reply = stands(claim, true);
  serveWaiting(state, events);
  return reply;
}

/** A place may have claimed anew since: what is paid is this very claim. */
function findClaim(state: LaneState, place: number, claimId: string): LaneClaim | undefined {
  const claim = state.claims.get(place);
  return claim?.id === claimId ? claim : undefined;
}

/**
 * Whoever is refused here voids money for good, so the refusal has to be the lane's own: a server
 * that lost its lane unseen may not know the claim. The record proves, before anybody is answered,
 * that the lane is still here.
 */
function refuseOnRecord(state: LaneState, refusal: LaneRefusal, events: LaneEvent[]): LaneReply {
  if (events.length === 0) record(state, ["tick"], events);
  return refuse(refusal);
}
