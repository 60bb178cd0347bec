import type { LaneEvent } from "../rules/lane-events.ts";
import type { ClaimState } from "../rules/claim-states.ts";

/** A claim that some record made. */
export interface MadeClaimRow {
  readonly id: string;
  readonly place: number;
  readonly lines: readonly (readonly [variantIndex: number, quantity: number])[];
  readonly claimedAtMs: number;
  state: ClaimState;
  expiresAtMs: number | null;
  sequence: number;
  codeNumber: number | null;
}

/** What became of a claim that stood already. */
export type ChangedClaim = Pick<MadeClaimRow, "place" | "state" | "expiresAtMs" | "sequence">;

/** A stretch of the log between two outages: what it made and changed, each claim once. */
export class ClaimsChanges {
  readonly made: MadeClaimRow[] = [];
  private readonly fresh = new Map<number, MadeClaimRow>();
  private readonly older = new Map<number, ChangedClaim>();
  /** The record that ended the sale, and with it what still waited; 0 where none did. */
  endedIn = 0;

  get changed(): readonly ChangedClaim[] {
    return [...this.older.values()];
  }

  add(event: LaneEvent, sequence: number, atMs: number): void {
    switch (event[0]) {
      case "held":
        return this.make(event[1], event[2], event[3], "held", event[4], sequence, atMs);
      case "waiting":
        return this.make(event[1], event[2], event[3], "waiting", null, sequence, atMs);
      case "redeemed":
        return this.make(event[1], event[2], event[4], "held", event[5], sequence, atMs, event[3]);
      case "granted":
        return this.change(event[1], sequence, "held", event[2]);
      case "paying":
        return this.change(event[1], sequence, "paying", event[2]);
      case "paid":
      case "returned":
      case "released":
      case "expired":
        return this.change(event[1], sequence, event[0], null);
      case "ended":
        this.endedIn = sequence;
        return;
      // What changes no claim. An outage moves the ends of all holds and is written by itself.
      case "founded":
      case "taken-over":
      case "outage":
      case "tick":
      case "opened":
      case "paused":
      case "resumed":
      case "places":
      case "admitted":
      case "admission-limited":
      case "given-up":
      case "barred":
      case "restored":
      case "stock-added":
      case "codes-issued":
      case "code-ended":
        return;
    }
  }

  private make(
    place: number,
    id: string,
    lines: MadeClaimRow["lines"],
    state: ClaimState,
    expiresAtMs: number | null,
    sequence: number,
    claimedAtMs: number,
    codeNumber: number | null = null,
  ): void {
    const waited = this.fresh.get(place);
    if (waited?.id === id) {
      Object.assign(waited, { state, expiresAtMs, sequence, codeNumber });
      return;
    }
    const row = { id, place, lines, claimedAtMs, state, expiresAtMs, sequence, codeNumber };
    this.fresh.set(place, row);
    this.made.push(row);
  }

  private change(place: number, sequence: number, state: ClaimState, expiresAtMs: number | null) {
    const row = this.fresh.get(place);
    if (row !== undefined) {
      Object.assign(row, { state, expiresAtMs, sequence });
      return;
    }
    this.older.set(place, { place, state, expiresAtMs, sequence });
  }
}
