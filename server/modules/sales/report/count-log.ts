import type { StoredRecord } from "../lane/lane-log.ts";
import { replayRecord } from "../rules/lane-record.ts";
import { LaneState } from "../rules/lane-state.ts";

/** What a log says, counted by its replay. */
export interface LogCount {
  readonly records: number;
  readonly takeovers: number;
  readonly unitsOffered: number;
  /** Held or sold. */
  readonly unitsTaken: number;
  readonly unitsSold: number;
  /** The most units ever held and sold at the end of a record. */
  readonly unitsTakenMost: number;
  /** Units held and sold when no free unit was left for the first time. */
  readonly unitsTakenAtSellOut: number | undefined;
  readonly soldOutSequence: number | undefined;
  /** Claims that a place made although it had one. */
  readonly secondClaims: number;
  readonly claims: ReadonlyMap<string, { readonly place: number; readonly state: string }>;
}

/**
 * Replays a log from its first record. @throws BrokenLogError where it breaks its own chain or
 * rules
 */
export async function countLog(
  saleId: string,
  records: AsyncIterable<StoredRecord>,
): Promise<LogCount> {
  const state = new LaneState(saleId);
  const places = new Map<number, string>();
  let takeovers = 0;
  let secondClaims = 0;
  let unitsTakenMost = 0;
  let soldOut: { sequence: number; units: number } | undefined;
  for await (const { body, digest } of records) {
    const record = replayRecord(state, body, digest);
    for (const event of record.events) {
      if (event[0] === "taken-over") takeovers += 1;
      const isClaim = event[0] === "held" || event[0] === "waiting" || event[0] === "redeemed";
      if (!isClaim) continue;
      // A code may serve the very claim that waited.
      if ((places.get(event[1]) ?? event[2]) !== event[2]) secondClaims += 1;
      places.set(event[1], event[2]);
    }
    const taken = unitsTaken(state);
    unitsTakenMost = Math.max(unitsTakenMost, taken);
    if (soldOut === undefined && state.soldOutAt !== undefined) {
      soldOut = { sequence: record.sequence, units: taken };
    }
  }
  return {
    records: state.sequence,
    takeovers,
    unitsOffered: state.variants.reduce((sum, variant) => sum + variant.stock, 0),
    unitsTaken: unitsTaken(state),
    unitsSold: state.variants.reduce((sum, variant) => sum + variant.sold, 0),
    unitsTakenMost,
    unitsTakenAtSellOut: soldOut?.units,
    soldOutSequence: soldOut?.sequence,
    secondClaims,
    claims: new Map([...state.claims.values()].map((claim) => [claim.id, claim])),
  };
}

function unitsTaken(state: LaneState): number {
  return state.variants.reduce((sum, variant) => sum + variant.held + variant.sold, 0);
}
