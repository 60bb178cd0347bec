import { isLive } from "./claim-states.ts";
import type { LaneReply } from "./lane-commands.ts";
import {
  DONE,
  findClaimObstacle,
  record,
  refuse,
  serveWaiting,
  stands,
  UNCHANGED,
  view,
} from "./lane-decisions.ts";
import type { IssuedCode, LaneEvent } from "./lane-events.ts";
import { freeOf, type LaneState } from "./lane-state.ts";

/**
 * Reserves the codes' units, those of all or of none. Codes that were issued before, or whose time
 * is over already, are left alone.
 */
export function decideIssueCodes(
  state: LaneState,
  asked: readonly IssuedCode[],
  events: LaneEvent[],
): LaneReply {
  if (state.phase === "ended") return refuse({ code: "sale_ended" });
  const codes = asked.filter(({ number, expiresAt }) => {
    const isOver = expiresAt !== null && expiresAt <= state.at;
    return !isOver && !state.codes.has(number);
  });
  if (codes.length === 0) return UNCHANGED;
  const units = new Map<number, number>();
  for (const { variantIndex, units: more } of codes) {
    units.set(variantIndex, (units.get(variantIndex) ?? 0) + more);
  }
  for (const [variantIndex, needed] of units) {
    const variant = state.variants[variantIndex];
    if (variant === undefined) return refuse({ code: "unknown_variant", variantIndex });
    const free = freeOf(variant);
    if (free < needed) return refuse({ code: "stock_too_small", variantIndex, free });
  }
  return record(state, ["codes-issued", codes], events);
}

/**
 * Makes the place's one claim from the units that are reserved for the code, ahead of the line. A
 * claim that waits for just these units is served by it.
 */
export function decideRedeemCode(
  state: LaneState,
  place: number,
  claimId: string,
  codeNumber: number,
  events: LaneEvent[],
): LaneReply {
  const standing = state.claims.get(place);
  if (standing !== undefined && isLive(standing.state) && standing.codeNumber === codeNumber) {
    return stands(standing, false);
  }
  const obstacle = findClaimObstacle(state, place);
  if (obstacle !== undefined) return refuse(obstacle);
  const code = state.codes.get(codeNumber);
  if (code === undefined) return refuse({ code: "code_unknown" });
  if (code.state === "redeemed") return refuse({ code: "code_used" });
  if (code.state !== "issued") return refuse({ code: "code_over", state: code.state });
  const lines = state.pool.of([[code.variantIndex, code.units]]);
  if (
    standing !== undefined &&
    (standing.state !== "waiting" || standing.lines.key !== lines.key)
  ) {
    return refuse({ code: "claim_differs", claim: view(standing) });
  }
  const id = standing?.id ?? claimId;
  const expiresAt = state.at + state.founded.holdMs;
  record(state, ["redeemed", place, id, codeNumber, lines.lines, expiresAt], events);
  const claim = state.claims.get(place);
  return claim === undefined ? DONE : stands(claim, true);
}

export function decideRevokeCode(
  state: LaneState,
  codeNumber: number,
  events: LaneEvent[],
): LaneReply {
  const code = state.codes.get(codeNumber);
  if (code === undefined) return refuse({ code: "code_unknown" });
  if (code.state === "redeemed") return refuse({ code: "code_used" });
  if (code.state !== "issued") return UNCHANGED;
  record(state, ["code-ended", codeNumber, "revoked"], events);
  serveWaiting(state, events);
  return DONE;
}

/** Codes whose time is over free their units, for the waiting set first. */
export function expireCodes(state: LaneState, events: LaneEvent[]): void {
  let expired = false;
  for (;;) {
    const code = state.codeEnds.first;
    if (code === undefined || code.rank > state.at) break;
    if (code.state === "issued") {
      record(state, ["code-ended", code.number, "expired"], events);
      expired = true;
    }
    state.codeEnds.removeFirst();
  }
  if (expired) serveWaiting(state, events);
}
