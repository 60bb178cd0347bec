import type { Tx } from "../../../platform/database/database.ts";
import type { ClaimState } from "../rules/claim-states.ts";

/** A claim as the tables show it after a step of the projection. */
export interface ProjectedClaim {
  readonly id: string;
  readonly saleId: string;
  readonly place: number;
  /** Null where the registration has been erased. */
  readonly fanId: string | null;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
  readonly state: ClaimState;
  /** When the hold ends; null where none is open. */
  readonly expiresAt: Date | null;
  readonly claimedAt: Date;
  /** The log record that last changed it. */
  readonly sequence: number;
  /** Number of the friend code that made it a guaranteed one. */
  readonly codeNumber: number | null;
}

/** What some records of one sale's log have changed. */
export interface ClaimsStep {
  readonly saleId: string;
  /** The last record of the step. */
  readonly sequence: number;
  /** All open holds that earlier steps told of last longer by this; apply it before `claims`. */
  readonly extendedMs: number;
  /** Claims made or changed, each once, as they stand at the end of the step. */
  readonly claims: readonly ProjectedClaim[];
}

/**
 * Writes what follows from the claims, in the transaction that shows them: exactly once for each
 * record, in the order of the log.
 */
export type ClaimsConsumer = (tx: Tx, step: ClaimsStep) => Promise<void>;

/** Whether something may yet come to an ended sale's lane, such as units whose money fails. */
export type LaneNeed = (saleId: string) => Promise<boolean>;

/** What other modules hang on lanes; filled once, before any lane runs. */
export interface LaneHooks {
  readonly consumers: ClaimsConsumer[];
  readonly needs: LaneNeed[];
}
