import { invariant } from "../../../platform/failure.ts";
import type { PaymentProvider } from "./payment-provider.ts";
import { nextRefundStep, type RefundLearnt } from "../rules/refund-protocol.ts";
import type { LanePort } from "./lane-port.ts";
import type { Refund, RefundStore } from "./payment.ts";

export interface RefundPorts {
  readonly store: RefundStore;
  readonly lane: Pick<LanePort, "returnUnits">;
  /** The provider that took the payment. */
  readonly provider: Pick<PaymentProvider, "refund">;
}

const STEPS_MOST = 10;

/** Takes a refund as far as it goes now; like `runPayment`, it may stop between any two steps. */
export async function runRefund(ports: RefundPorts, from: Refund): Promise<Refund> {
  const { store, lane, provider } = ports;
  let refund = from;
  let learnt: RefundLearnt | undefined;
  for (let steps = 0; steps < STEPS_MOST; steps += 1) {
    const step = nextRefundStep(refund, learnt);
    switch (step.do) {
      case "refund": {
        const { id: refundId, paymentId, amountMinor } = refund;
        const answer = await provider.refund({ refundId, paymentId, amountMinor });
        learnt = { from: "provider", answer };
        break;
      }
      case "return-units": {
        const { saleId, place, orderId: claimId } = refund;
        const answer = await lane.returnUnits({ saleId, place, claimId }, "refunded");
        learnt = { from: "lane", answer };
        break;
      }
      case "save":
        refund = await store.save(refund, step.state, step.reason);
        learnt = undefined;
        break;
      case "rest":
        return refund;
    }
  }
  invariant(false, `refund ${refund.id} goes in a circle`);
}
