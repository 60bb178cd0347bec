import type { ClaimLine } from "./claim-lines.ts";
import type { SaleKind } from "./sale-states.ts";

/** The rules version that new records name. Replay uses recorded outcomes, whatever wrote them. */
export const RULES_VERSION = 1;

/** What a lane starts from: the first event of every log. */
export interface LaneTerms {
  readonly kind: SaleKind;
  /** In the order of their indexes, which the log uses instead of their ids. */
  readonly variants: readonly LaneVariantTerms[];
  /** Places that the draw gave; latecomers follow. In an open sale: 0. */
  readonly drawnPlaces: number;
  readonly holdMs: number;
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
  | readonly ["released", place: number]
  | readonly ["expired", place: number]
  /** The fan left before claiming. */
  | readonly ["given-up", place: number]
  | readonly ["barred", place: number, reason: string]
  | readonly ["restored", place: number]
  | readonly ["stock-added", variantIndex: number, units: number];
