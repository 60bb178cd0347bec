import { invariant } from "../../../platform/failure.ts";
import type { PaymentProvider } from "../payment/payment-provider.ts";
import { type DepositLearnt, nextDepositStep } from "../rules/deposit-protocol.ts";
import type { ProviderRequest } from "../rules/payment-protocol.ts";
import type { Deposit, DepositStore } from "./deposit.ts";

export interface DepositPorts {
  readonly store: DepositStore;
  /** Undefined for a provider that this installation does not run any more. */
  readonly providerOf: (name: string) => PaymentProvider | undefined;
  /** Where the fan comes back to from the provider's pages. */
  readonly returnUrlOf: (saleId: string) => string;
}

/** The longest way of a deposit has half as many steps; more would be a circle. */
const STEPS_MOST = 40;

/**
 * Takes a deposit as far as it goes now; like `runPayment`, it may stop between any two steps, and
 * two that run at once do no harm.
 * @throws what the store throws; then the deposit stands as it did
 */
export async function runDeposit(ports: DepositPorts, from: Deposit): Promise<Deposit> {
  let deposit = from;
  let learnt: DepositLearnt | undefined;
  for (let steps = 0; steps < STEPS_MOST; steps += 1) {
    const step = nextDepositStep(deposit, learnt);
    switch (step.do) {
      case "ask":
        learnt = await askProvider(ports, deposit, step.request);
        break;
      case "save":
        deposit = await ports.store.save(deposit, step.change);
        learnt = undefined;
        break;
      case "rest":
        return deposit;
    }
  }
  invariant(false, `deposit ${deposit.id} goes in a circle`);
}

async function askProvider(
  { providerOf, returnUrlOf }: DepositPorts,
  deposit: Deposit,
  request: ProviderRequest,
): Promise<DepositLearnt> {
  const provider = providerOf(deposit.provider);
  const { id, saleId, amountMinor, currency, method } = deposit;
  // Whoever turned the provider off has to turn it on again before these deposits can end.
  if (provider === undefined) return { from: request, answer: { status: "unknown" } };
  switch (request) {
    case "authorise": {
      const returnUrl = returnUrlOf(saleId);
      const order = { paymentId: id, orderId: id, amountMinor, currency, method, returnUrl };
      return { from: request, answer: await provider.authorise(order) };
    }
    case "look":
      return { from: request, answer: await provider.find(id) };
    case "capture":
      return { from: request, answer: await provider.capture(id) };
    case "void":
      return { from: request, answer: await provider.void(id) };
    case "refund": {
      // A deposit goes back whole and once, so that its own id names the refund.
      const order = { refundId: id, paymentId: id, amountMinor };
      return { from: request, answer: await provider.refund(order) };
    }
  }
}
