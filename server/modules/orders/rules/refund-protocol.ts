import type { LaneAnswer } from "./payment-protocol.ts";

/**
 * The states of a refund: asked for by an operator; the money is back; the units are back too, or
 * stay sold; the provider refused it.
 */
export const refundStates = ["requested", "refunded", "settled", "failed"] as const;

export type RefundState = (typeof refundStates)[number];

/** What the provider says of a refund. */
export type RefundAnswer =
  | { readonly status: "refunded" }
  | { readonly status: "unknown" }
  | { readonly status: "refused"; readonly reason: string };

export type RefundStep =
  | { readonly do: "refund" }
  | { readonly do: "return-units" }
  | { readonly do: "save"; readonly state: RefundState; readonly reason?: string }
  | { readonly do: "rest"; readonly until: "over" | "later" };

export interface StandingRefund {
  readonly state: RefundState;
  /** Whether it gives back the last of the order's money, and with it the units. */
  readonly isWhole: boolean;
}

export type RefundLearnt =
  | { readonly from: "provider"; readonly answer: RefundAnswer }
  | { readonly from: "lane"; readonly answer: LaneAnswer };

/**
 * What is next for a refund; the money goes back first, so that nobody else gets units for which
 * the first fan's money is still ours. Like `nextStep`, it serves live path and recovery alike.
 */
export function nextRefundStep(refund: StandingRefund, learnt?: RefundLearnt): RefundStep {
  switch (refund.state) {
    case "requested":
      return learnt?.from === "provider" ? afterRefund(learnt.answer) : { do: "refund" };
    case "refunded":
      if (!refund.isWhole) return { do: "save", state: "settled" };
      if (learnt?.from !== "lane") return { do: "return-units" };
      // A sale that is closed for good takes no units back: they stay out of it.
      if (learnt.answer === "unknown") return { do: "rest", until: "later" };
      return { do: "save", state: "settled" };
    case "settled":
    case "failed":
      return { do: "rest", until: "over" };
  }
}

function afterRefund(answer: RefundAnswer): RefundStep {
  switch (answer.status) {
    case "refunded":
      return { do: "save", state: "refunded" };
    case "refused":
      return { do: "save", state: "failed", reason: answer.reason };
    case "unknown":
      return { do: "rest", until: "later" };
  }
}
