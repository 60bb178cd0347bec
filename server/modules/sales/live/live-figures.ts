import { fansWaiting } from "../lane/lane-history.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import { projectSellOutMs } from "../rules/projected-sell-out.ts";
import type { Sale } from "../store.ts";

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
  /** What a countdown shows before the opening. Times in ISO 8601. */
  readonly opensAt: string | null;
  readonly registrationClosesAt: string | null;
  readonly registrations: number;
  /** Why the sale has stopped, where its lane is halted. */
  readonly haltedReason: string | null;
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
    /** What an operator allows the line at most; null where the stock alone says. */
    readonly limitPerMinute: number | null;
  };
  /** Claims whose units came back, before or after they were paid. */
  readonly returns: number;
  /** Fans in line, and those who wait for returned units. */
  readonly waiting: number;
  /** From a claim's coming to its durable answer, in the last seconds; null without claims. */
  readonly claimMs: { readonly p50: number; readonly p99: number } | null;
  /** In how many ms no unit will be free, if all goes on so; null where that cannot be said. */
  readonly sellOutMs: number | null;
  readonly barredPlaces: number;
  readonly projectionLagRecords: number;
  /** The last append of a record, and the longest since the figures before. */
  readonly appendMs: { readonly last: number; readonly most: number };
}

/**
 * The figures of a lane that runs here. Costs the same however many claims there are.
 * @param nowMs on the monotonic clock
 */
export function figuresOfLane(lane: RunningLane, nowMs: number): LiveFigures {
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
  const latency = lane.writer.latency.read(nowMs);
  return {
    ...frameOf(lane.sale),
    lane: "here",
    state: state.phase === "ready" ? lane.sale.state : state.phase,
    registrations: Math.max(lane.sale.entrantList.registrations, state.highestPlace),
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
        limitPerMinute: state.admissionLimit?.placesPerMinute ?? null,
      },
      returns: feed.returns,
      waiting: fansWaiting(state),
      claimMs:
        latency === undefined ? null : { p50: rounded(latency.p50Ms), p99: rounded(latency.p99Ms) },
      sellOutMs: projectSellOutMs({
        isSelling: state.phase === "selling",
        freeUnits: units.free,
        takenPerSecond: lane.rates.takenPerSecond,
      }),
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
  sale: Sale,
  lane: Exclude<LaneWhereabouts, "here">,
): LiveFigures {
  return { ...frameOf(sale), lane, state: sale.state, figures: null };
}

function frameOf(sale: Sale): Omit<LiveFigures, "lane" | "state" | "figures"> {
  return {
    saleId: sale.id,
    opensAt: sale.opens_at?.toISOString() ?? null,
    registrationClosesAt: sale.registration_closes_at?.toISOString() ?? null,
    registrations: sale.entrantList.registrations,
    haltedReason: sale.halted_reason,
  };
}
