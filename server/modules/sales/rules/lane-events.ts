import type { ClaimLine } from "./claim-lines.ts";
import type { SaleKind } from "./sale-states.ts";

/**
 * The rules version that new records name. Replay uses recorded outcomes, whatever wrote them.
 * Since 2 payments have a time of their own; since 3 an operator may limit the admission.
 */
export const RULES_VERSION = 3;

/** What a lane starts from: the first event of every log. */
export interface LaneTerms {
  readonly kind: SaleKind;
  /** In the order of their indexes, which the log uses instead of their ids. */
  readonly variants: readonly LaneVariantTerms[];
  /** Places that the draw gave; latecomers follow. In an open sale: 0. */
  readonly drawnPlaces: number;
  readonly holdMs: number;
  /** A payment that begins has at least this long; see `paymentMsOf`. Not in rules version 1. */
  readonly paymentMs?: number;
  /** See `admitThrough`. */
  readonly admissionMargin: number;
  /** The most claims that may wait for returned units at one time. */
  readonly waitingLimit: number;
  /** See `pollIntervalMs`. */
  readonly pollsPerSecond: number;
  /** What the draw was made from, in hex; null in an open sale. */
  readonly draw: { readonly root: string; readonly seed: string; readonly order: string } | null;
}

export interface LaneVariantTerms {
  readonly id: string;
  /** Units. */
  readonly stock: number;
  /** The most units of this variant in one claim. */
  readonly limit: number;
}

/** Why sold units come back. */
export type ReturnReason = "capture_failed" | "refunded";

/** A friend code as the lane knows it: its number in the sale, never its text. */
export interface IssuedCode {
  readonly number: number;
  readonly variantIndex: number;
  /** Units that are reserved for whoever redeems it. */
  readonly units: number;
  /** Lane time in ms since 1970, or null where it lasts as long as the sale. */
  readonly expiresAt: number | null;
}

/**
 * One outcome, as the log keeps it. A fan is named by the place alone: the pseudonym that the sale
 * gives, whose link to an account stands outside the log and can be erased. A place has at most one
 * claim, so it names the claim as well. In an open sale `place` is the registration's number.
 */
export type LaneEvent =
  | readonly ["founded", terms: LaneTerms]
  | readonly ["taken-over", owner: string]
  /** Open holds and turns are longer by this: nobody loses a hold because we were down. */
  | readonly ["outage", gapMs: number]
  | readonly ["tick"]
  | readonly ["opened"]
  | readonly ["paused"]
  | readonly ["resumed"]
  | readonly ["ended", reason: string]
  | readonly ["places", highest: number]
  | readonly ["admitted", through: number, turnEndsAt: number]
  /** From now on the line moves no faster; null lifts the limit. Not before rules version 3. */
  | readonly ["admission-limited", placesPerMinute: number | null]
  | readonly [
      "held",
      place: number,
      claimId: string,
      lines: readonly ClaimLine[],
      expiresAt: number,
    ]
  | readonly ["waiting", place: number, claimId: string, lines: readonly ClaimLine[]]
  /** A waiting claim got returned units. */
  | readonly ["granted", place: number, expiresAt: number]
  /** A friend code made this the place's claim, from the units reserved for the code. */
  | readonly [
      "redeemed",
      place: number,
      claimId: string,
      codeNumber: number,
      lines: readonly ClaimLine[],
      expiresAt: number,
    ]
  /** A payment has begun; the hold lasts until then. */
  | readonly ["paying", place: number, expiresAt: number]
  | readonly ["paid", place: number]
  | readonly ["returned", place: number, reason: ReturnReason]
  | readonly ["released", place: number]
  | readonly ["expired", place: number]
  /** The fan left before claiming. */
  | readonly ["given-up", place: number]
  | readonly ["barred", place: number, reason: string]
  | readonly ["restored", place: number]
  | readonly ["stock-added", variantIndex: number, units: number]
  | readonly ["codes-issued", codes: readonly IssuedCode[]]
  | readonly ["code-ended", codeNumber: number, how: "revoked" | "expired"];

/** For logs that were founded before payments had a time of their own. */
const PAYMENT_MS = 600_000;

/** How long a payment has from its beginning on, if the hold would end sooner. */
export function paymentMsOf(terms: LaneTerms): number {
  return terms.paymentMs ?? PAYMENT_MS;
}
