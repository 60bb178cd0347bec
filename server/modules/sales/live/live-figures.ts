import type { RunningLane } from "../lane/running-lane.ts";

/**
 * Where the sale's lane is.
 * - `here`: this server runs it, and the figures are its own.
 * - `elsewhere`: another server runs it, or one is taking it over; ask that one.
 * - `none`: the sale has no lane now: before its draw, or over.
 * - `halted`: the log contradicts what was acknowledged; the sale has stopped.
 */
export type LaneWhereabouts = "here" | "elsewhere" | "none" | "halted";

/** What the control room shows of a sale at one moment. */
export interface LiveFigures {
  readonly saleId: string;
  readonly lane: LaneWhereabouts;
  readonly state: string;
  /** Null unless the lane is here. */
  readonly figures: LaneFigures | null;
}

/** Claims by state; `expired` includes those that waited in vain. */
type ClaimCounts = Readonly<
  Record<"waiting" | "held" | "paying" | "paid" | "released" | "expired" | "returned", number>
>;

export interface LaneFigures {
  readonly owner: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly units: {
    readonly stock: number;
    readonly sold: number;
    readonly held: number;
    readonly reserved: number;
    readonly free: number;
  };
  readonly claims: ClaimCounts;
  readonly claimsPerSecond: number;
  /** In an open sale there is no line: `places` are its registrations. */
  readonly line: {
    readonly places: number;
    readonly admittedThrough: number;
    readonly admittedPerMinute: number;
    readonly waiting: number;
  };
  readonly barredPlaces: number;
  readonly projectionLagRecords: number;
  /** The last append of a record, and the longest since the figures before. */
  readonly appendMs: { readonly last: number; readonly most: number };
}

/** The figures of a lane that runs here. Costs the same however many claims there are. */
export function figuresOfLane(lane: RunningLane): LiveFigures {
  const { state, feed } = lane.writer;
  const units = { stock: 0, sold: 0, held: 0, reserved: 0, free: state.freeUnits };
  for (const { stock, sold, held, reserved } of state.variants) {
    units.stock += stock;
    units.sold += sold;
    units.held += held;
    units.reserved += reserved;
  }
  const { lastMs, mostMs } = feed.takeAppendTimes();
  const rounded = (ms: number) => Math.round(ms * 10) / 10;
  return {
    saleId: lane.sale.id,
    lane: "here",
    state: state.phase === "ready" ? lane.sale.state : state.phase,
    figures: {
      owner: feed.owner,
      epoch: state.epoch,
      sequence: state.sequence,
      units,
      claims: countClaims(lane),
      claimsPerSecond: lane.rates.claimsPerSecond,
      line: {
        places: state.highestPlace,
        admittedThrough: state.admittedThrough,
        admittedPerMinute: lane.rates.admittedPerMinute,
        waiting: state.founded.kind === "draw" ? state.placesAhead : 0,
      },
      barredPlaces: state.barred.size,
      projectionLagRecords: lane.projectionLag,
      appendMs: { last: rounded(lastMs), most: rounded(mostMs) },
    },
  };
}

function countClaims({ writer }: RunningLane): ClaimCounts {
  const { state, feed } = writer;
  const { payingClaims: paying, released, returned } = feed;
  const { paidClaims: paid } = state;
  const waiting = state.waiting.size;
  const ended = state.claimsMade - waiting - state.heldClaims - paid;
  return {
    waiting,
    held: Math.max(0, state.heldClaims - paying),
    paying,
    paid,
    released,
    expired: Math.max(0, ended - released - returned),
    returned,
  };
}

/** Of a sale whose lane does not run here. */
export function figuresWithoutLane(
  saleId: string,
  lane: Exclude<LaneWhereabouts, "here">,
  state: string,
): LiveFigures {
  return { saleId, lane, state, figures: null };
}
