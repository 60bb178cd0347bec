import type { StoredRecord } from "../lane/lane-log.ts";
import { replayRecord } from "../rules/lane-record.ts";
import { LaneState } from "../rules/lane-state.ts";

/** What a log says, counted by its replay. */
export interface LogCount {
  readonly records: number;
  readonly takeovers: number;
  readonly unitsOffered: number;
  readonly unitsHeld: number;
  /** The most units ever held at the end of a record. */
  readonly unitsHeldMost: number;
  /** Units held when no free unit was left for the first time. */
  readonly unitsHeldAtSellOut: number | undefined;
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
  const places = new Set<number>();
  let takeovers = 0;
  let secondClaims = 0;
  let unitsHeldMost = 0;
  let soldOut: { sequence: number; units: number } | undefined;
  for await (const { body, digest } of records) {
    const record = replayRecord(state, body, digest);
    for (const event of record.events) {
      if (event[0] === "taken-over") takeovers += 1;
      if (event[0] !== "held" && event[0] !== "waiting") continue;
      if (places.has(event[1])) secondClaims += 1;
      places.add(event[1]);
    }
    const held = unitsHeld(state);
    unitsHeldMost = Math.max(unitsHeldMost, held);
    if (soldOut === undefined && state.soldOutAt !== undefined) {
      soldOut = { sequence: record.sequence, units: held };
    }
  }
  return {
    records: state.sequence,
    takeovers,
    unitsOffered: state.variants.reduce((sum, variant) => sum + variant.stock, 0),
    unitsHeld: unitsHeld(state),
    unitsHeldMost,
    unitsHeldAtSellOut: soldOut?.units,
    soldOutSequence: soldOut?.sequence,
    secondClaims,
    claims: new Map([...state.claims.values()].map((claim) => [claim.id, claim])),
  };
}

function unitsHeld(state: LaneState): number {
  return state.variants.reduce((sum, variant) => sum + variant.held, 0);
}
