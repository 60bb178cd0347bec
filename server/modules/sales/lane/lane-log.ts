import type { SealedRecord } from "../rules/lane-record.ts";

/**
 * How an append ended, when that is known.
 * - `appended`: the record is durable.
 * - `conflict`: another record has this sequence; `digest` tells whether it is the same one.
 * - `gap`: the record before this one is not there with the expected digest: the log has lost its
 *   end or was rewritten.
 */
export type AppendOutcome =
  | { readonly kind: "appended" }
  | { readonly kind: "conflict"; readonly digest: Uint8Array }
  | { readonly kind: "gap" };

export interface StoredRecord {
  readonly sequence: number;
  readonly digest: Uint8Array;
  readonly body: Uint8Array;
}

/** The durable, ordered log of the lanes. Small on purpose: another store needs only this. */
export interface LaneLog {
  /**
   * Appends the record if the one before it exists with the expected digest.
   * @throws when the outcome is unknown: the record may be there or come to be there later.
   *   Appending the same bytes at the same sequence again settles it.
   */
  append(saleId: string, record: SealedRecord): Promise<AppendOutcome>;
  /** The records after a sequence, in order. */
  read(saleId: string, afterSequence: number): AsyncIterable<StoredRecord>;
  /** The store's wall clock in ms since 1970; read at takeover only. */
  nowMs(): Promise<number>;
}
