import type {
  Payment,
  PaymentStore,
  Refund,
  RefundStore,
} from "../../server/modules/orders/payment/payment.ts";
import type { PaymentChange } from "../../server/modules/orders/rules/payment-protocol.ts";
import {
  isLivePayment,
  nextPaymentState,
} from "../../server/modules/orders/rules/payment-states.ts";
import type { RefundState } from "../../server/modules/orders/rules/refund-protocol.ts";
import type { Random, VirtualTime } from "./virtual-time.ts";

/** What the database holds of payments and refunds; it survives every kill. */
export class FaultyPaymentStore {
  readonly payments = new Map<string, Payment>();
  readonly refunds = new Map<string, Refund>();
  failRate: number;
  private readonly time: VirtualTime;
  private readonly random: Random;

  constructor(time: VirtualTime, random: Random, failRate: number) {
    this.time = time;
    this.random = random;
    this.failRate = failRate;
  }

  /** Makes a payment durable, unless another one of its claim stands. */
  create(payment: Payment): boolean {
    const standing = [...this.payments.values()].some(
      (other) => other.orderId === payment.orderId && isLivePayment(other.state),
    );
    if (!standing) this.payments.set(payment.id, payment);
    return !standing;
  }

  /** The store as one server process reaches it. */
  reachedBy(server: { readonly isDead: boolean }): PaymentStore & RefundStore {
    const commit = <Row>(work: () => Row) => this.commit(server, work);
    return {
      find: (id) => commit(() => this.payments.get(id)),
      save: ((row: Payment | Refund, change: PaymentChange | RefundState, problem?: string) =>
        typeof change === "string"
          ? commit(() => this.saveRefund(row as Refund, change, problem))
          : commit(() => this.savePayment(row as Payment, change))) as PaymentStore["save"] &
        RefundStore["save"],
    };
  }

  private async commit<Row>(server: { readonly isDead: boolean }, work: () => Row): Promise<Row> {
    await this.time.sleep(this.random.between(0, 4));
    // Decided once: the rate may change while this waits.
    const struck = this.random.next();
    const isLost = struck < this.failRate;
    const row = struck < this.failRate / 2 ? undefined : work();
    await this.time.sleep(this.random.between(0, 4));
    if (server.isDead) await new Promise<never>(() => undefined);
    // The second half of the failures did commit: only the answer was lost.
    if (isLost) throw new Error("the database did not answer");
    return row as Row;
  }

  private savePayment(read: Payment, change: PaymentChange): Payment {
    const payment = this.payments.get(read.id);
    if (payment === undefined) throw new Error("a payment never goes away");
    const state = nextPaymentState(payment.state, change.action);
    if (payment.state !== read.state || state === undefined) return payment;
    const changed = { ...payment, state, reason: change.reason ?? payment.reason };
    this.payments.set(changed.id, changed);
    return changed;
  }

  private saveRefund(read: Refund, state: RefundState, problem: string | undefined): Refund {
    const refund = this.refunds.get(read.id);
    if (refund === undefined) throw new Error("a refund never goes away");
    if (refund.state !== read.state) return refund;
    const changed = { ...refund, state, problem: problem ?? null };
    this.refunds.set(changed.id, changed);
    const payment = this.payments.get(refund.paymentId);
    if (state === "refunded" && payment !== undefined) {
      this.payments.set(payment.id, {
        ...payment,
        state: "refunded",
        refundedMinor: payment.amountMinor,
      });
    }
    return changed;
  }
}
