import { findBeaconChain, roundTimeMs } from "../rules/beacon.ts";
import type { Sale } from "../store.ts";
import { type OfferedSale, offeredSale } from "./find-offered-sale.ts";

/** A published sale as everybody may see it. What must stay secret until the draw is not here. */
export interface PublicSale extends OfferedSale {
  /** Whether a browser has to prove some work to register. */
  readonly asksForWork: boolean;
  /** Null in an open sale. */
  readonly draw: PublicDraw | null;
}

interface PublicDraw {
  readonly mode: "beacon" | "beaconless";
  readonly beacon: {
    readonly chain: string;
    readonly round: number;
    readonly at: Date | null;
  } | null;
  /** Hex, as the other texts; null until it is published. */
  readonly secretHash: string | null;
  readonly root: string | null;
  readonly seed: string | null;
  /** Places on the list that was drawn; null before it is closed. */
  readonly entrants: number | null;
  /** Entrants with the first places; null without carry-over, and before the list is closed. */
  readonly carried: number | null;
}

const hex = (bytes: Buffer | null) => bytes?.toString("hex") ?? null;

export function publicSale(sale: Sale): PublicSale {
  return {
    ...offeredSale(sale),
    asksForWork: sale.proof_of_work_difficulty !== null,
    draw: sale.kind === "open" ? null : publicDraw(sale),
  };
}

function publicDraw(sale: Sale): PublicDraw {
  const { beacon_chain: chain, beacon_round: round } = sale;
  const isBound = chain !== null && round !== null;
  return {
    mode: isBound ? "beacon" : "beaconless",
    beacon: isBound ? { chain, round, at: roundTime(chain, round) } : null,
    secretHash: hex(sale.draw_secret_hash),
    root: hex(sale.entrantList.root),
    seed: hex(sale.seed),
    entrants: sale.entrantList.entrants,
    carried: sale.entrantList.carried,
  };
}

function roundTime(hash: string, round: number): Date | null {
  const chain = findBeaconChain(hash);
  return chain === undefined ? null : new Date(roundTimeMs(chain, round));
}
