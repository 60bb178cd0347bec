import { invariant } from "../../../platform/failure.ts";
import type { PaymentProvider } from "./payment-provider.ts";
import {
  nextStep,
  type LaneAnswer,
  type LaneRequest,
  type Learnt,
  type PaymentStep,
  type ProviderAnswer,
  type ProviderRequest,
} from "../rules/payment-protocol.ts";
import type { LanePort, PaidClaim } from "./lane-port.ts";
import type { Payment, PaymentStore } from "./payment.ts";

export interface PayingPorts {
  readonly store: PaymentStore;
  readonly lane: LanePort;
  /** Undefined for a provider that this installation does not run any more. */
  readonly providerOf: (name: string) => PaymentProvider | undefined;
  /** Where the fan of an order comes back to. */
  readonly returnUrlOf: (orderId: string) => string;
}

/** The longest way of a payment has half as many steps; more would be a circle. */
const STEPS_MOST = 40;

/**
 * Takes a payment as far as it goes now, and resolves to how it stands durably. It may stop, or the
 * process may die, between any two steps: whoever calls this again, here or in another process,
 * goes on from what is durable. Two that run at once do no harm, because every request is
 * idempotent and only one of them can make each change.
 * @throws what the store throws; then the payment stands as it did
 */
export async function runPayment(ports: PayingPorts, from: Payment): Promise<Payment> {
  let payment = from;
  let learnt: Learnt | undefined;
  for (let steps = 0; steps < STEPS_MOST; steps += 1) {
    const step: PaymentStep = nextStep(payment, learnt);
    switch (step.do) {
      case "ask-lane":
        learnt = { from: step.request, answer: await askLane(ports, payment, step.request) };
        break;
      case "ask-provider":
        learnt = { from: step.request, answer: await askProvider(ports, payment, step.request) };
        break;
      case "save":
        payment = await ports.store.save(payment, step.change);
        learnt = undefined;
        break;
      case "rest":
        return payment;
    }
  }
  invariant(false, `payment ${payment.id} goes in a circle`);
}

function askLane(ports: PayingPorts, payment: Payment, request: LaneRequest): Promise<LaneAnswer> {
  const { lane } = ports;
  const claim: PaidClaim = {
    saleId: payment.saleId,
    place: payment.place,
    claimId: payment.orderId,
  };
  switch (request) {
    case "begin-payment":
      return lane.beginPayment(claim);
    case "pay":
      return lane.pay(claim);
    case "return-units":
      return lane.returnUnits(claim, "capture_failed");
    case "release":
      return lane.release({ ...claim, fanId: payment.fanId });
  }
}

async function askProvider(
  ports: PayingPorts,
  payment: Payment,
  request: ProviderRequest,
): Promise<ProviderAnswer> {
  const provider = ports.providerOf(payment.provider);
  // Whoever turned the provider off has to turn it on again before these payments can end.
  if (provider === undefined) return { status: "unknown" };
  const { id: paymentId, orderId, amountMinor, currency, method } = payment;
  switch (request) {
    case "authorise": {
      const returnUrl = ports.returnUrlOf(orderId);
      const order = { paymentId, orderId, amountMinor, currency, method, returnUrl };
      return provider.authorise(order);
    }
    case "look":
      return provider.find(paymentId);
    case "capture":
      return provider.capture(paymentId);
    case "void":
      return provider.void(paymentId);
    case "refund": {
      // The payment's own id serves: what was captured against the protocol goes back whole, once.
      const answer = await provider.refund({ refundId: paymentId, paymentId, amountMinor });
      return { status: answer.status === "refunded" ? "refunded" : "unknown" };
    }
  }
}
