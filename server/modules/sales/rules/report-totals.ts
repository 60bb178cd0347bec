import { unreachable } from "../../../platform/failure.ts";
import type { LaneEvent } from "./lane-events.ts";
import { replayRecord, type LaneRecord } from "./lane-record.ts";
import { LaneState } from "./lane-state.ts";
import type { ReportRemoval, ReportTotals } from "./report.ts";

/** Replays a log and counts what the report says. Feed every record in order. */
export class TotalsCounter {
  readonly state: LaneState;
  private takeovers = 0;
  private released = 0;
  private expired = 0;
  private granted = 0;
  private returned = 0;
  private redeemed = 0;
  private codesIssued = 0;
  private givenUp = 0;
  private readonly removed: { -readonly [Name in keyof ReportRemoval]: ReportRemoval[Name] }[] = [];
  private readonly stockAdded: { at: string; variantId: string; units: number }[] = [];

  constructor(saleId: string) {
    this.state = new LaneState(saleId);
  }

  /**
   * @returns the record; `state` is as it left it
   * @throws BrokenLogError naming the record that breaks the chain or cannot have happened
   */
  add(body: Uint8Array, digest: Uint8Array): LaneRecord {
    const record = replayRecord(this.state, body, digest);
    for (const event of record.events) this.count(event, record);
    return record;
  }

  private count(event: LaneEvent, record: LaneRecord): void {
    switch (event[0]) {
      case "taken-over":
        this.takeovers += 1;
        return;
      case "released":
        this.released += 1;
        return;
      case "expired":
        this.expired += 1;
        return;
      case "returned":
        this.returned += 1;
        return;
      case "redeemed":
        this.redeemed += 1;
        return;
      case "codes-issued":
        this.codesIssued += event[1].length;
        return;
      case "granted":
        this.granted += 1;
        return;
      case "given-up":
        this.givenUp += 1;
        return;
      case "barred":
        // A place that was barred already has another reason from here on.
        this.endRemoval(event[1], record.at);
        this.removed.push({
          place: event[1],
          reason: event[2],
          barredAt: iso(record.at) ?? "",
          restoredAt: null,
        });
        return;
      case "restored":
        this.endRemoval(event[1], record.at);
        return;
      case "stock-added":
        this.stockAdded.push({
          at: iso(record.at) ?? "",
          variantId: this.state.variants[event[1]]?.id ?? "",
          units: event[2],
        });
        return;
      case "founded":
      case "outage":
      case "tick":
      case "opened":
      case "paused":
      case "resumed":
      case "ended":
      case "places":
      case "admitted":
      case "admission-limited":
      case "held":
      case "waiting":
      case "paying":
      case "paid":
      case "code-ended":
        return;
      default:
        return unreachable(event);
    }
  }

  private endRemoval(place: number, at: number): void {
    const removal = this.removed.findLast((removal) => removal.place === place);
    if (removal?.restoredAt === null) removal.restoredAt = iso(at);
  }

  /** Every bar with its public reason, in order. */
  removals(): ReportRemoval[] {
    return this.removed.map((removal) => ({ ...removal }));
  }

  totals(): ReportTotals {
    const { state } = this;
    const offered = state.variants.reduce((sum, variant) => sum + variant.stock, 0);
    const { openedAt, soldOutAt } = state;
    const soldOut = openedAt !== undefined && soldOutAt !== undefined;
    return {
      records: state.sequence,
      lastDigest: Buffer.from(state.digest).toString("hex"),
      takeovers: this.takeovers,
      unitsOffered: offered,
      unitsSold: sum(state, "sold"),
      unitsHeld: sum(state, "held"),
      unitsReserved: sum(state, "reserved"),
      unitsFree: state.freeUnits,
      claims: state.claimsMade,
      paid: state.paidClaims,
      held: state.heldClaims,
      released: this.released,
      expired: this.expired,
      returned: this.returned,
      codesIssued: this.codesIssued,
      codesRedeemed: this.redeemed,
      waitedInVain: waitedInVain(state),
      grantedFromReturns: this.granted,
      givenUp: this.givenUp,
      barred: this.removed.length,
      openedAt: iso(openedAt),
      soldOutAt: iso(soldOutAt),
      secondsToSellOut: soldOut ? (soldOutAt - openedAt) / 1000 : null,
      endedAt: iso(state.endedAt),
      stockAdded: [...this.stockAdded],
    };
  }
}

function sum(state: LaneState, pool: "held" | "sold" | "reserved"): number {
  return state.variants.reduce((units, variant) => units + variant[pool], 0);
}

/** Claims that still waited when the sale ended. */
function waitedInVain(state: LaneState): number {
  let count = 0;
  for (const claim of state.claims.values()) {
    if (claim.state === "expired" && claim.expiresAt === 0) count += 1;
  }
  return count;
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
