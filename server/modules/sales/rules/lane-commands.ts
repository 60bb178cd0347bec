import type { ClaimLines } from "./claim-lines.ts";
import type { ClaimState } from "./claim-states.ts";
import type { IssuedCode, LaneTerms, ReturnReason } from "./lane-events.ts";

/** What may be asked of a lane. Time is no part of it: it comes in with the batch. */
export type LaneCommand =
  | { readonly type: "found"; readonly terms: LaneTerms }
  | { readonly type: "take-over"; readonly owner: string }
  | { readonly type: "open" }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "end"; readonly reason: string }
  | { readonly type: "limit-admission"; readonly placesPerMinute: number | null }
  | { readonly type: "extend-line"; readonly highestPlace: number }
  | {
      readonly type: "claim";
      readonly place: number;
      readonly claimId: string;
      readonly lines: ClaimLines;
    }
  | {
      readonly type: "redeem-code";
      readonly place: number;
      readonly claimId: string;
      readonly codeNumber: number;
    }
  | { readonly type: "begin-payment"; readonly place: number; readonly claimId: string }
  | { readonly type: "pay"; readonly place: number; readonly claimId: string }
  | {
      readonly type: "return";
      readonly place: number;
      readonly claimId: string;
      readonly reason: ReturnReason;
    }
  | { readonly type: "release"; readonly place: number }
  | { readonly type: "give-up"; readonly place: number }
  | { readonly type: "bar"; readonly place: number; readonly reason: string }
  | { readonly type: "restore"; readonly place: number }
  | { readonly type: "add-stock"; readonly variantIndex: number; readonly units: number }
  | { readonly type: "issue-codes"; readonly codes: readonly IssuedCode[] }
  | { readonly type: "revoke-code"; readonly codeNumber: number };

/** Why the lane refused. None of the refusals for want of stock is final while holds are open. */
export type LaneRefusal =
  | { readonly code: "sale_not_open" }
  | { readonly code: "sale_ended" }
  | { readonly code: "admission_paused" }
  | { readonly code: "not_your_turn"; readonly placesAhead: number }
  | { readonly code: "place_barred"; readonly reason: string }
  | { readonly code: "place_given_up" }
  | { readonly code: "place_not_barred" }
  | { readonly code: "claim_differs"; readonly claim: ClaimView }
  | { readonly code: "claim_not_found" }
  | { readonly code: "claim_over"; readonly claim: ClaimView }
  | { readonly code: "claim_waiting"; readonly claim: ClaimView }
  | { readonly code: "claim_paid"; readonly claim: ClaimView }
  | { readonly code: "claim_unpaid"; readonly claim: ClaimView }
  | { readonly code: "code_unknown" }
  | { readonly code: "code_used" }
  | { readonly code: "code_over"; readonly state: "revoked" | "expired" }
  | { readonly code: "stock_too_small"; readonly variantIndex: number; readonly free: number }
  | { readonly code: "sold_out"; readonly final: boolean }
  | { readonly code: "quantity_too_large"; readonly variantIndex: number; readonly limit: number }
  | { readonly code: "unknown_variant"; readonly variantIndex: number }
  | { readonly code: "wrong_sale_state"; readonly state: string };

/** A claim at one moment. */
export interface ClaimView {
  readonly id: string;
  readonly place: number;
  readonly state: ClaimState;
  readonly lines: ClaimLines;
  readonly expiresAt: number;
  /** The record that last changed it. */
  readonly sequence: number;
}

export type LaneReply =
  | { readonly ok: true; readonly claim?: ClaimView; readonly changed: boolean }
  | { readonly ok: false; readonly refusal: LaneRefusal };
