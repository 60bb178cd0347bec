import { unreachable, type Failure } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { isOpenHold, type ClaimState } from "../rules/claim-states.ts";
import type { ClaimView, LaneRefusal } from "../rules/lane-commands.ts";
import type { AsOf, LaneUnavailable } from "./lane-answers.ts";
import type { RunningLane } from "./running-lane.ts";

/** A claim as clients see it. */
export interface PresentedClaim {
  readonly id: string;
  readonly saleId: string;
  readonly place: number;
  readonly state: ClaimState;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
  readonly expiresAt: string | null;
}

export function presentClaim(lane: RunningLane, claim: ClaimView): PresentedClaim {
  return {
    id: claim.id,
    saleId: lane.sale.id,
    place: claim.place,
    state: claim.state,
    lines: claim.lines.lines.map(([index, quantity]) => ({
      variantId: lane.writer.state.variants[index]?.id ?? "",
      quantity,
    })),
    expiresAt: isOpenHold(claim.state) ? new Date(claim.expiresAt).toISOString() : null,
  };
}

/** The lane's refusal as a failure; `asOf` names the record that it rests on. */
export function presentRefusal(refusal: LaneRefusal, lane: RunningLane, asOf?: AsOf): Failure {
  const more =
    asOf === undefined
      ? {}
      : { asOf: { sequence: asOf.sequence, at: new Date(asOf.at).toISOString() } };
  switch (refusal.code) {
    case "sale_not_open":
      return {
        kind: salesFailures.sale_not_open,
        detail: "Claims are taken from the opening on.",
        extra: { ...more, opensAt: lane.sale.opens_at?.toISOString() ?? null },
      };
    case "sale_ended":
      return { kind: salesFailures.sale_ended, detail: "No more claims are taken.", extra: more };
    case "admission_paused":
      return {
        kind: salesFailures.admission_paused,
        detail: "Your registration stands. Look at `now` for when it goes on.",
        extra: more,
      };
    case "not_your_turn":
      return {
        kind: salesFailures.not_your_turn,
        detail: `${refusal.placesAhead} places are ahead of yours. Look at \`now\` for the line's progress.`,
        extra: { ...more, placesAhead: refusal.placesAhead },
      };
    case "place_barred":
      return {
        kind: salesFailures.place_barred,
        detail: `This place was barred: ${refusal.reason}.`,
        extra: { ...more, reason: refusal.reason },
      };
    case "place_given_up":
      return {
        kind: salesFailures.place_given_up,
        detail: "You may register again; your new place follows all others.",
        extra: more,
      };
    case "place_not_barred":
      return { kind: salesFailures.place_not_barred, detail: "Nothing was restored.", extra: more };
    case "claim_differs":
      return {
        kind: salesFailures.claim_differs,
        detail: "Release that claim first, or keep it.",
        extra: { ...more, claim: presentClaim(lane, refusal.claim) },
      };
    case "claim_not_found":
      return {
        kind: salesFailures.claim_not_found,
        detail: "You have made no claim.",
        extra: more,
      };
    case "claim_over":
      return {
        kind: salesFailures.claim_over,
        detail: `It was ${refusal.claim.state}, which gave up its place. You may register again.`,
        extra: { ...more, claim: presentClaim(lane, refusal.claim) },
      };
    case "claim_waiting":
      return {
        kind: salesFailures.claim_waiting,
        detail: "No units are held for it yet.",
        extra: { ...more, claim: presentClaim(lane, refusal.claim) },
      };
    case "claim_paid":
      return {
        kind: salesFailures.claim_paid,
        detail: "It cannot be given up any more; ask for a refund.",
        extra: { ...more, claim: presentClaim(lane, refusal.claim) },
      };
    case "claim_unpaid":
      return {
        kind: salesFailures.claim_unpaid,
        detail: `It is ${refusal.claim.state}.`,
        extra: { ...more, claim: presentClaim(lane, refusal.claim) },
      };
    case "code_unknown":
      return {
        kind: salesFailures.code_unknown,
        detail: "Look at the code again: it counts in the sale that it was given for.",
        extra: more,
      };
    case "code_used":
      return {
        kind: salesFailures.code_used,
        detail: "A code is worth one claim.",
        extra: more,
      };
    case "code_over":
      return {
        kind: salesFailures.code_over,
        detail: `It was ${refusal.state === "revoked" ? "taken back" : "not used in its time"}.`,
        extra: { ...more, codeState: refusal.state },
      };
    case "stock_too_small":
      return {
        kind: salesFailures.stock_too_small,
        detail: `${refusal.free} units of this variant are free.`,
        extra: { ...more, free: refusal.free },
      };
    case "sold_out":
      return {
        kind: salesFailures.sold_out,
        detail: refusal.final
          ? "No unit is left, and none is held that could come back."
          : "No unit is free, and enough fans wait for those that may come back.",
        extra: { ...more, final: refusal.final },
      };
    case "quantity_too_large":
      return {
        kind: salesFailures.quantity_too_large,
        detail: `One claim has at most ${refusal.limit} of this variant.`,
        extra: { ...more, limit: refusal.limit },
      };
    case "unknown_variant":
      return {
        kind: salesFailures.unknown_variant,
        detail: "See the sale's variants.",
        extra: more,
      };
    case "wrong_sale_state":
      return {
        kind: salesFailures.wrong_sale_state,
        detail: `The sale's lane is ${refusal.state}.`,
        extra: more,
      };
    default:
      return unreachable(refusal);
  }
}

/** Why the lane did not answer, as a failure that says what to do. */
export function presentUnavailable(reason: LaneUnavailable): Failure {
  switch (reason) {
    case "busy":
      return {
        kind: salesFailures.lane_busy,
        detail: "Your claim was not taken in. Ask again with the same claim.",
        retryAfterSeconds: 2,
      };
    case "stalled":
      return {
        kind: salesFailures.lane_unavailable,
        detail:
          "Your request was not taken in. Ask again; nobody loses a place or a hold meanwhile.",
        retryAfterSeconds: 2,
      };
    case "outcome-unknown":
      return {
        kind: salesFailures.outcome_unknown,
        detail: "Ask again with the same claim: it counts once.",
        retryAfterSeconds: 3,
      };
    case "elsewhere":
      return {
        kind: salesFailures.lane_elsewhere,
        detail: "Ask again: the line and the holds stand.",
        retryAfterSeconds: 1,
      };
    case "halted":
      return {
        kind: salesFailures.sale_halted,
        detail: "The log contradicts what was acknowledged. Keep your receipt.",
        retryAfterSeconds: 60,
      };
    default:
      return unreachable(reason);
  }
}
