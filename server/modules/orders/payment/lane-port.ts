import type { Result } from "../../../platform/failure.ts";
import type { Sales } from "../../sales/index.ts";
import type { LaneAnswer } from "../rules/payment-protocol.ts";

/** Names the claim that is paid for. */
export interface PaidClaim {
  readonly saleId: string;
  readonly place: number;
  readonly claimId: string;
}

/** What paying needs of a sale's lane. Each may be repeated; none throws for a lane's silence. */
export interface LanePort {
  /** Extends the hold, once. */
  beginPayment(claim: PaidClaim): Promise<LaneAnswer>;
  /** Makes the units sold; durable when it resolves to `done`. */
  pay(claim: PaidClaim): Promise<LaneAnswer>;
  /** Gives sold units back to the sale. `over`: there is nothing to give back, or no sale. */
  returnUnits(claim: PaidClaim, reason: "capture_failed" | "refunded"): Promise<LaneAnswer>;
  /** Gives the hold up. */
  release(claim: PaidClaim & { readonly fanId: string | null }): Promise<LaneAnswer>;
}

/** The part of the sales module's door by which the lane is reached. */
export type LaneDoor = Pick<Sales, "beginPayment" | "payClaim" | "returnClaim" | "releaseClaim">;

/** Reaches the lane through the door of the sales module. */
export function createLanePort(sales: LaneDoor): LanePort {
  return {
    beginPayment: async (claim) => answerOf(await sales.beginPayment(claim)),
    pay: async (claim) => answerOf(await sales.payClaim(claim)),
    returnUnits: async (claim, reason) => answerOf(await sales.returnClaim({ ...claim, reason })),
    async release({ saleId, fanId, claimId }) {
      // Whose account is erased has no open hold.
      if (fanId === null) return "over";
      return answerOf(await sales.releaseClaim(saleId, fanId, claimId));
    },
  };
}

/** A lane that cannot be asked now answers 503; every other refusal is its last word. */
function answerOf(result: Result<unknown>): LaneAnswer {
  if (result.ok) return "done";
  return result.failure.kind.status === 503 ? "unknown" : "over";
}
