import { invariant } from "../../../platform/failure.ts";
import type { AdmissionLimit } from "./admission-limit.ts";
import { ClaimLinesPool, type ClaimLines } from "./claim-lines.ts";
import { isOpenHold, type ClaimState } from "./claim-states.ts";
import { HoldQueue } from "./hold-queue.ts";
import { RankedHeap } from "./ranked-heap.ts";
import type { IssuedCode, LaneTerms } from "./lane-events.ts";
import { WaitingSet } from "./waiting-set.ts";

/** A fan's claim as the lane keeps it. */
export interface LaneClaim {
  readonly id: string;
  readonly place: number;
  readonly lines: ClaimLines;
  /** Order in the waiting set: the place, or in an open sale the order of coming. */
  readonly rank: number;
  /** The record that last changed the claim. */
  sequence: number;
  state: ClaimState;
  /** When the hold ends, in lane time (ms since 1970); 0 while it waits. */
  expiresAt: number;
  /** Whether a payment that began has moved the end of its hold; see `LaneState.extendedHolds`. */
  extended: boolean;
  /** The friend code that made it a guaranteed one. */
  codeNumber: number | undefined;
}

/** A friend code in the lane. */
export interface LaneCode extends IssuedCode {
  /** Order among those that expire: when it does. */
  readonly rank: number;
  state: "issued" | "redeemed" | "revoked" | "expired";
  /** The place that redeemed it; 0 before. */
  place: number;
}

export interface LaneVariant {
  readonly id: string;
  readonly limit: number;
  stock: number;
  /** Units of open holds. */
  held: number;
  /** Units of paid claims. */
  sold: number;
  /** Units kept for friend codes that nobody has redeemed yet. */
  reserved: number;
}

/** A place barred with a public reason. */
export interface Bar {
  readonly reason: string;
  /** Whether a claim ended because of it; restoring the place then lets it claim again. */
  endedClaim: boolean;
}

/** Places admitted together; their turn ends at the same time. */
export interface Turn {
  readonly from: number;
  readonly through: number;
  endsAt: number;
  /** Those of them that have neither claimed nor given up. */
  outstanding: number;
}

/** Units of a variant that are nobody's. */
export function freeOf(variant: LaneVariant): number {
  return variant.stock - variant.held - variant.sold - variant.reserved;
}

export type LanePhase = "unfounded" | "ready" | "selling" | "paused" | "ended";

/**
 * All that a lane knows. Only `evolve` changes it. Memory goes with the number of claims, not of
 * registrations: a place that has not come to the lane takes none.
 */
export class LaneState {
  readonly saleId: string;
  readonly pool = new ClaimLinesPool();
  readonly claims = new Map<number, LaneClaim>();
  readonly barred = new Map<number, Bar>();
  readonly givenUp = new Set<number>();
  /** Places that a friend code let claim before the line has reached them. */
  readonly claimedAhead = new Set<number>();
  /** Open holds whose end no payment has moved. */
  readonly holds = new HoldQueue<LaneClaim>((claim) => isOpenHold(claim.state) && !claim.extended);
  /** Open holds that end later because a payment began. Each queue is in the order of its ends. */
  readonly extendedHolds = new HoldQueue<LaneClaim>(
    (claim) => isOpenHold(claim.state) && claim.extended,
  );
  readonly codes = new Map<number, LaneCode>();
  /** Codes that expire, by the time of their end; those used before are skipped there. */
  readonly codeEnds = new RankedHeap<LaneCode>();
  readonly waiting = new WaitingSet<LaneClaim>((claim) => claim.state === "waiting");
  readonly turns: Turn[] = [];
  terms: LaneTerms | undefined;
  variants: LaneVariant[] = [];
  phase: LanePhase = "unfounded";
  epoch = 0;
  sequence = 0;
  /** Digest of the last record, 32 bytes. */
  digest: Uint8Array = new Uint8Array(32);
  /** Lane time, ms since 1970: that of the batch under way. */
  at = 0;
  /** Lane time of the last record. */
  recordedAt = 0;
  admittedAt = 0;
  openedAt: number | undefined;
  endedAt: number | undefined;
  /** When the last free unit was first held. */
  soldOutAt: number | undefined;
  admittedThrough = 0;
  /** What an operator allows the line at most; undefined where the stock alone says. */
  admissionLimit: AdmissionLimit | undefined;
  highestPlace = 0;
  /** Open holds: held or paying. */
  heldClaims = 0;
  paidClaims = 0;
  /** Claims ever made, and the units that they asked for. */
  claimsMade = 0;
  unitsClaimed = 0;
  nextRank = 1;

  constructor(saleId: string) {
    this.saleId = saleId;
  }

  get founded(): LaneTerms {
    invariant(this.terms !== undefined, "a lane is used only after its founding record");
    return this.terms;
  }

  get freeUnits(): number {
    let free = 0;
    for (const variant of this.variants) free += freeOf(variant);
    return free;
  }

  /** Whether a unit that is not free now may become so by itself: a hold or a code that ends. */
  get mayComeBack(): boolean {
    return this.heldClaims > 0 || this.variants.some((variant) => variant.reserved > 0);
  }

  /** Whether all lines fit into the free stock: a claim is all or nothing. */
  fits(lines: ClaimLines): boolean {
    for (const [index, quantity] of lines.lines) {
      const variant = this.variants[index];
      if (variant === undefined || freeOf(variant) < quantity) return false;
    }
    return true;
  }

  /** Fans who wait in line, their turn not yet come, as far as the lane knows. */
  get placesAhead(): number {
    return Math.max(0, this.highestPlace - this.admittedThrough);
  }

  /** The turn that a place was admitted in, unless it ended long ago. Turns ascend by place. */
  turnOf(place: number): Turn | undefined {
    let low = 0;
    let high = this.turns.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const turn = this.turns[middle];
      if (turn === undefined || (place >= turn.from && place <= turn.through)) return turn;
      if (place < turn.from) high = middle - 1;
      else low = middle + 1;
    }
    return undefined;
  }
}
