/** Why a deposit goes back. Always the whole of it: it is no part of a price. */
export const returnReasons = [
  "taken_back",
  "left",
  "refused",
  "order_paid",
  "sale_ended",
  "sale_cancelled",
  "sale_halted",
  "account_erased",
] as const;

export type DepositReturnReason = (typeof returnReasons)[number];

/** What a live deposit's return is decided by. */
export interface DepositFacts {
  /** As the sale's own table of states names it. */
  readonly saleState: string;
  /** Whether the sale was stopped for good, because its records do not agree. */
  readonly isHalted: boolean;
  /** Whether the fan has paid for an order in the sale. */
  readonly hasPaidOrder: boolean;
  /** The fan's newest registration in the sale; undefined where there is none. */
  readonly registration:
    | {
        readonly number: number;
        readonly standing: "entered" | "withdrawn" | "refused" | "left";
      }
    | undefined;
  /** The number of a registration that had ended before the deposit was begun; 0 for none. */
  readonly afterNumber: number;
}

/**
 * Why the deposit goes back now; undefined while it stands. A registration that had ended before
 * the deposit was begun says nothing of it: its fan pays to come again.
 */
export function whyReturned(facts: DepositFacts): DepositReturnReason | undefined {
  const { saleState, isHalted, hasPaidOrder, registration, afterNumber } = facts;
  if (saleState === "cancelled") return "sale_cancelled";
  if (hasPaidOrder) return "order_paid";
  if (saleState === "ended") return "sale_ended";
  if (isHalted) return "sale_halted";
  if (registration === undefined || registration.number <= afterNumber) return undefined;
  switch (registration.standing) {
    case "entered":
      return undefined;
    case "refused":
      return "refused";
    case "withdrawn":
    case "left":
      return "left";
  }
}
