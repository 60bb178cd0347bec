import type { CurvePoint } from "./curve.ts";

/** What the rehearsal asks of its crowd, a process of its own; one question at a time. */
export type CrowdQuestion =
  | {
      readonly type: "register";
      readonly saleId: string;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: "take-places";
      readonly saleId: string;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: "mint-passes";
      readonly saleId: string;
      readonly seed: string;
      readonly entrants: number;
    }
  | {
      readonly type: "claim";
      readonly saleId: string;
      readonly variantId: string;
      readonly fans: number;
      /** The rest of the fans poll meanwhile. */
      readonly polls: boolean;
      /** Where what the fans were told is written. */
      readonly toldPath: string;
    }
  | {
      readonly type: "pay";
      readonly saleId: string;
      readonly variantId: string;
      readonly fans: number;
      readonly units: number;
      readonly toldPath: string;
    }
  | {
      readonly type: "burst";
      readonly saleId: string;
      readonly variantId: string;
      readonly target: BurstTarget;
      readonly firstPlace: number;
      readonly requests: number;
    };

export type BurstTarget = "claims" | "baseline-claims" | "now" | "baseline-now";

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

export interface ClaimRun {
  /** Units held after so many seconds. */
  readonly curve: readonly CurvePoint[];
  /** From the first claim's bytes to the last answer of the opening crowd. */
  readonly seconds: number;
  readonly answers: number;
  readonly latencyMs: Latency;
  /** When the last answer that rests on each record arrived; seconds from the first claim. */
  readonly arrivals: readonly (readonly [sequence: number, seconds: number])[];
  readonly polls: number;
  readonly pollSeconds: number;
  /** Fans who were told two different claims. */
  readonly toldTwice: number;
  /** Answers that no fan should get, by status; empty when all is well. */
  readonly unexpected: Readonly<Record<string, number>>;
  readonly connectionsBroken: number;
}

export interface PayRun {
  /** Units paid after so many seconds. */
  readonly curve: readonly CurvePoint[];
  /** From the first claim until those who meant to pay at once had paid. */
  readonly firstRoundSeconds: number;
  /** From the first claim's bytes until the last unit was paid. */
  readonly seconds: number;
  readonly claims: number;
  readonly paid: number;
  readonly firstRoundPaid: number;
  /** Of the first round: who let go, and who let the hold expire. */
  readonly letGo: number;
  readonly letExpire: number;
  /** Paid by fans who had waited for returned units. */
  readonly paidAfterWaiting: number;
  /** Holds that ended before their payment's turn had come. */
  readonly tooLate: number;
  readonly paymentLatencyMs: Latency;
  readonly toldTwice: number;
  readonly unexpected: Readonly<Record<string, number>>;
  readonly connectionsBroken: number;
}

export type CrowdAnswer =
  | { readonly type: "ready" }
  | { readonly type: "progress"; readonly done: number }
  | { readonly type: "rate"; readonly perSecond: number; readonly latencyMs: Latency }
  | { readonly type: "minted" }
  | { readonly type: "claimed"; readonly run: ClaimRun }
  | { readonly type: "paid"; readonly run: PayRun }
  | { readonly type: "failed"; readonly message: string };
