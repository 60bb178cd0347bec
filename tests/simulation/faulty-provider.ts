import type {
  PaymentOrder,
  PaymentProvider,
  ProviderAnswer,
  RefundAnswer,
  RefundOrder,
} from "../../server/modules/orders/payment/payment-provider.ts";
import type { Random, VirtualTime } from "./virtual-time.ts";

type Standing = "pending" | "authorised" | "captured" | "declined" | "capture_failed" | "voided";

interface Account {
  state: Standing;
  readonly orderId: string | undefined;
  readonly amountMinor: number;
  refundedMinor: number;
  readonly refunds: Set<string>;
  readonly capturesFail: boolean;
}

/** How often requests meet a network that fails before, after or long after they did their work. */
export interface NetworkRates {
  readonly lostBefore: number;
  readonly lostAfter: number;
  readonly late: number;
}

export const GOOD_NETWORK: NetworkRates = { lostBefore: 0, lostAfter: 0, late: 0 };

/** The outside world of money: it survives every kill, and keeps its own word. */
export class FaultyProvider {
  readonly accounts = new Map<string, Account>();
  rates: NetworkRates;
  /** Called before money is taken; the simulation checks that the units are sold by then. */
  onCapture: (orderId: string) => void = () => undefined;
  /** Delivers an event about a payment to whatever server is there. */
  onEvent: (paymentId: string) => void = () => undefined;
  private readonly time: VirtualTime;
  private readonly random: Random;

  constructor(time: VirtualTime, random: Random, rates: NetworkRates) {
    this.time = time;
    this.random = random;
    this.rates = rates;
  }

  /** The provider as one server process reaches it; once that is dead, nothing comes back. */
  reachedBy(server: { readonly isDead: boolean }): PaymentProvider {
    const ask = <Answer>(work: () => Answer, unknown: Answer) => this.ask(server, work, unknown);
    const unknown: ProviderAnswer = { status: "unknown" };
    return {
      name: "simulated",
      isTest: true,
      knowsMethod: () => true,
      authorise: (order) => ask(() => this.authorise(order), unknown),
      find: (id) => ask(() => this.find(id), unknown),
      capture: (id) => ask(() => this.capture(id), unknown),
      void: (id) => ask(() => this.void(id), unknown),
      refund: (order) => ask(() => this.refund(order), { status: "unknown" }),
      readEvent: () => ({ ok: false, problem: "event_unreadable" }),
    };
  }

  /** Captured and not given back, for the payments of one order. */
  moneyOf(orderId: string): number {
    let minor = 0;
    for (const account of this.accounts.values()) {
      const isTaken = account.orderId === orderId && account.state === "captured";
      if (isTaken) minor += account.amountMinor - account.refundedMinor;
    }
    return minor;
  }

  private async ask<Answer>(
    server: { readonly isDead: boolean },
    work: () => Answer,
    unknown: Answer,
  ): Promise<Answer> {
    const { random, rates, time } = this;
    const struck = random.next();
    await time.sleep(random.between(1, 60));
    let answer = unknown;
    if (struck >= rates.lostBefore && struck < rates.lostBefore + rates.late) {
      // A proxy kept the request; the sender has long been told that nothing came of it.
      time.at(random.between(100, 15_000), work);
    } else if (struck >= rates.lostBefore) {
      answer = work();
      if (random.chance(rates.lostAfter)) answer = unknown;
    }
    await time.sleep(random.between(1, 60));
    if (server.isDead) await new Promise<never>(() => undefined);
    return answer;
  }

  private authorise({ paymentId, orderId, amountMinor }: PaymentOrder): ProviderAnswer {
    if (!this.accounts.has(paymentId)) {
      const dice = this.random.between(0, 9);
      const state = dice < 2 ? "declined" : dice < 5 ? "pending" : "authorised";
      const capturesFail = this.random.chance(0.15);
      const refunds = new Set<string>();
      const account = { state, orderId, amountMinor, refundedMinor: 0, refunds, capturesFail };
      this.accounts.set(paymentId, account as Account);
      if (state === "pending") this.decideLater(paymentId);
      this.tell(paymentId);
    }
    return this.find(paymentId);
  }

  /** The fan's bank takes its time; sometimes more than the hold lasts. */
  private decideLater(paymentId: string): void {
    this.time.at(this.random.between(100, 25_000), () => {
      const account = this.accounts.get(paymentId);
      if (account?.state !== "pending") return;
      account.state = this.random.chance(0.8) ? "authorised" : "declined";
      this.tell(paymentId);
    });
  }

  private find(paymentId: string): ProviderAnswer {
    const account = this.accounts.get(paymentId);
    if (account === undefined) return { status: "absent" };
    switch (account.state) {
      case "pending":
        return { status: "pending", redirectUrl: null };
      case "authorised":
        return { status: "authorised", instrument: "card" };
      case "declined":
      case "capture_failed":
        return { status: account.state, reason: "no money" };
      case "captured":
        return { status: account.refundedMinor > 0 ? "refunded" : "captured" };
      case "voided":
        return { status: "voided" };
    }
  }

  private capture(paymentId: string): ProviderAnswer {
    const account = this.accounts.get(paymentId);
    if (account?.state === "authorised") {
      if (account.orderId !== undefined) this.onCapture(account.orderId);
      account.state = account.capturesFail ? "capture_failed" : "captured";
      this.tell(paymentId);
    }
    return this.find(paymentId);
  }

  private void(paymentId: string): ProviderAnswer {
    const account = this.accounts.get(paymentId);
    if (account === undefined) {
      const refunds = new Set<string>();
      const tombstone = { orderId: undefined, amountMinor: 0, refundedMinor: 0, refunds };
      this.accounts.set(paymentId, { state: "voided", capturesFail: false, ...tombstone });
    } else if (account.state === "authorised" || account.state === "pending") {
      account.state = "voided";
      this.tell(paymentId);
    }
    return this.find(paymentId);
  }

  private refund({ refundId, paymentId, amountMinor }: RefundOrder): RefundAnswer {
    const account = this.accounts.get(paymentId);
    if (account?.state !== "captured") return { status: "refused", reason: "not captured" };
    if (account.refunds.has(refundId)) return { status: "refunded" };
    if (account.refundedMinor + amountMinor > account.amountMinor) {
      return { status: "refused", reason: "more than was taken" };
    }
    account.refunds.add(refundId);
    account.refundedMinor += amountMinor;
    return { status: "refunded" };
  }

  /** Events come never, once or several times, at any moment and in any order. */
  private tell(paymentId: string): void {
    const times = this.random.between(0, 3);
    for (let time = 0; time < times; time += 1) {
      this.time.at(this.random.between(0, 8_000), () => this.onEvent(paymentId));
    }
  }
}
