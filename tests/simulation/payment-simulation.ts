import type { LanePort, PaidClaim } from "../../server/modules/orders/payment/lane-port.ts";
import type { Payment } from "../../server/modules/orders/payment/payment.ts";
import { runPayment } from "../../server/modules/orders/payment/payment-runner.ts";
import { runRefund } from "../../server/modules/orders/payment/refund-runner.ts";
import type { LaneAnswer } from "../../server/modules/orders/rules/payment-protocol.ts";
import { isUnfinished } from "../../server/modules/orders/rules/payment-states.ts";
import { LaneWriter } from "../../server/modules/sales/lane/lane-writer.ts";
import type { LaneCommand } from "../../server/modules/sales/rules/lane-commands.ts";
import { replayRecord } from "../../server/modules/sales/rules/lane-record.ts";
import { LaneState } from "../../server/modules/sales/rules/lane-state.ts";
import { FaultyLog, FaultyStore, HEALTHY } from "./faulty-log.ts";
import { FaultyPaymentStore } from "./faulty-payment-store.ts";
import { FaultyProvider, GOOD_NETWORK } from "./faulty-provider.ts";
import { Random, VirtualTime } from "./virtual-time.ts";

const SALE = "01999999-0000-7000-8000-000000000002";
const PLACES = 20;
const RUN_MS = 40_000;
/** Then nothing fails any more, and whatever was begun comes to its end. */
const CALM_MS = 90_000;
const PRICE_MINOR = 37_000;
const RECOVERY_MS = 1_000;

/** One life of a server process: a kill ends it, and what it awaits never comes back. */
interface Life {
  readonly log: FaultyLog;
  readonly writer: LaneWriter;
  isDead: boolean;
}

export interface PaymentSimulationResult {
  readonly captured: number;
  readonly voided: number;
  readonly captureFailed: number;
  readonly refunded: number;
  readonly kills: number;
}

/**
 * A sale whose claims are paid for, under faults: servers killed between any two steps, a log and a
 * database that fail or commit what they reported lost, a provider whose answers are lost, whose
 * work is done late, whose events come twice, early, out of order or never, captures that fail, and
 * operators who refund.
 * @throws Error naming the invariant that broke; the seed replays the run exactly
 */
export class PaymentSimulation {
  private readonly seed: number;
  private readonly random: Random;
  private readonly time = new VirtualTime();
  private readonly log: FaultyStore;
  private readonly store: FaultyPaymentStore;
  private readonly provider: FaultyProvider;
  private readonly broken: string[] = [];
  private lives: (Life | undefined)[] = [undefined, undefined];
  private ids = 0;
  private kills = 0;
  private readonly holdMs: number;

  constructor(seed: number) {
    this.seed = seed;
    this.random = new Random(seed);
    const rate = () => (this.random.chance(0.6) ? this.random.next() * 0.2 : 0);
    const faults = { fails: rate(), appliedButUnknown: rate(), appliedLater: rate(), slow: 0 };
    this.log = new FaultyStore(this.time, this.random, faults);
    this.store = new FaultyPaymentStore(this.time, this.random, rate());
    const network = { lostBefore: rate(), lostAfter: rate(), late: rate() };
    this.provider = new FaultyProvider(this.time, this.random, network);
    this.provider.onCapture = (orderId) => this.checkSold(orderId);
    this.provider.onEvent = (paymentId) => this.wake(paymentId);
    this.holdMs = this.random.between(2_000, 15_000);
  }

  async run(): Promise<PaymentSimulationResult> {
    for (const index of [0, 1]) this.live(index);
    for (let fan = 0; fan < 5; fan += 1) this.time.at(500, () => this.act());
    this.time.at(300, () => this.send({ type: "open" }));
    this.recover();
    await this.time.runUntil(RUN_MS);
    this.log.rates = HEALTHY;
    this.store.failRate = 0;
    this.provider.rates = GOOD_NETWORK;
    await this.time.runUntil(RUN_MS + CALM_MS);
    this.checkEnd();
    if (this.broken.length > 0) throw new Error(`seed ${this.seed}: ${this.broken.join("; ")}`);
    const payments = [...this.store.payments.values()];
    const count = (state: Payment["state"]) => payments.filter((one) => one.state === state).length;
    return {
      captured: count("captured"),
      voided: count("voided"),
      captureFailed: count("capture_failed"),
      refunded: count("refunded"),
      kills: this.kills,
    };
  }

  /** Starts a server; kills and starts it again at random moments. */
  private live(index: number): void {
    const { random, time } = this;
    const isCalm = time.monotonicMs() > RUN_MS;
    const life = this.lives[index];
    const isLost = life === undefined || life.writer.status !== "running";
    if (!isCalm && life !== undefined && random.chance(0.5)) this.kill(life);
    if (isLost || life.isDead) this.lives[index] = this.start(index);
    time.at(random.between(800, isCalm ? 2_000 : 9_000), () => this.live(index));
  }

  private start(index: number): Life {
    const log = new FaultyLog(this.log);
    const writer = new LaneWriter({
      saleId: SALE,
      log,
      timers: this.time,
      owner: `server ${index}`,
      terms: {
        kind: "open",
        variants: [{ id: "a", stock: 6, limit: 1 }],
        drawnPlaces: 0,
        holdMs: this.holdMs,
        paymentMs: 4_000,
        admissionMargin: 0,
        waitingLimit: 10,
        pollsPerSecond: 100,
        draw: null,
      },
    });
    void writer.start();
    return { log, writer, isDead: false };
  }

  private kill(life: Life): void {
    life.log.cut = true;
    life.isDead = true;
    this.kills += 1;
  }

  private act(): void {
    const { random, time } = this;
    if (time.monotonicMs() > RUN_MS) return;
    const place = random.between(1, PLACES);
    const dice = random.between(0, 19);
    if (dice < 12) void this.buy(place);
    else if (dice < 14) this.send({ type: "release", place });
    else if (dice === 14) this.send({ type: "bar", place, reason: "test" });
    else if (dice === 15) this.send({ type: "restore", place });
    else if (dice < 18) this.requestRefund();
    else this.send({ type: "resume" });
    time.at(random.between(20, 700), () => this.act());
  }

  /** A fan claims, and pays if there is a hold. */
  private async buy(place: number): Promise<void> {
    const life = this.anyLife();
    if (life === undefined) return;
    const { pool } = life.writer.state;
    const claimId = this.newId("claim");
    const lines = pool.of([[0, 1]]);
    const answer = await life.writer.submit({ type: "claim", place, claimId, lines });
    if (life.isDead || answer.kind !== "reply" || !answer.reply.ok) return;
    const claim = answer.reply.claim;
    if (claim?.state !== "held" && claim?.state !== "paying") return;
    const payment: Payment = {
      id: this.newId("payment"),
      orderId: claim.id,
      saleId: SALE,
      place,
      fanId: "fan",
      provider: "simulated",
      method: "card",
      currency: "USD",
      amountMinor: PRICE_MINOR,
      refundedMinor: 0,
      state: "created",
      reason: null,
      redirectUrl: null,
    };
    if (this.store.create(payment)) this.pay(life, payment);
  }

  private pay(life: Life, payment: Payment): void {
    const ports = {
      store: this.store.reachedBy(life),
      lane: this.laneOf(life),
      providerOf: () => this.provider.reachedBy(life),
      returnUrlOf: () => "",
    };
    // What the store threw is taken up by the recovery.
    runPayment(ports, payment).catch((error: unknown) => this.bear(error));
  }

  private bear(error: unknown): void {
    const isFault = error instanceof Error && error.message === "the database did not answer";
    if (!isFault) this.broken.push(String(error));
  }

  private wake(paymentId: string): void {
    const payment = this.store.payments.get(paymentId);
    const life = this.anyLife();
    if (payment !== undefined && life !== undefined) this.pay(life, payment);
  }

  private recover(): void {
    for (const payment of this.store.payments.values()) {
      if (isUnfinished(payment.state)) this.wake(payment.id);
    }
    for (const refund of this.store.refunds.values()) {
      const life = this.anyLife();
      if (life === undefined || refund.state === "settled" || refund.state === "failed") continue;
      const provider = this.provider.reachedBy(life);
      const ports = { store: this.store.reachedBy(life), lane: this.laneOf(life), provider };
      runRefund(ports, refund).catch((error: unknown) => this.bear(error));
    }
    this.time.at(RECOVERY_MS, () => this.recover());
  }

  private requestRefund(): void {
    const refundable = [...this.store.payments.values()].filter(
      (payment) =>
        payment.state === "captured" &&
        ![...this.store.refunds.values()].some((refund) => refund.paymentId === payment.id),
    );
    const payment = refundable[this.random.between(0, refundable.length - 1)];
    if (payment === undefined || this.random.chance(0.7)) return;
    const { id: paymentId, orderId, saleId, place, provider, amountMinor, currency } = payment;
    const id = this.newId("refund");
    const more = { state: "requested", isWhole: true, reason: "test", problem: null } as const;
    const refund = { id, paymentId, orderId, saleId, place, provider, amountMinor, currency };
    this.store.refunds.set(id, { ...refund, ...more });
  }

  private laneOf(life: Life): LanePort {
    const ask = async (command: LaneCommand): Promise<LaneAnswer> => {
      const answer = await life.writer.submit(command);
      if (life.isDead) await new Promise<never>(() => undefined);
      if (answer.kind === "unavailable") return "unknown";
      return answer.reply.ok ? "done" : "over";
    };
    return {
      beginPayment: (claim: PaidClaim) => ask({ type: "begin-payment", ...claim }),
      pay: (claim) => ask({ type: "pay", ...claim }),
      returnUnits: (claim, reason) => ask({ type: "return", ...claim, reason }),
      release: ({ place }) => ask({ type: "release", place }),
    };
  }

  private send(command: LaneCommand): void {
    void this.anyLife()?.writer.submit(command);
    // An opening that was lost would leave nothing to simulate.
    if (command.type !== "open") return;
    const isOpen = this.lives.some((life) => life?.writer.state.phase === "selling");
    if (!isOpen) this.time.at(300, () => this.send(command));
  }

  /** A server that is up; often not the one that runs the lane. */
  private anyLife(): Life | undefined {
    const life = this.lives[this.random.between(0, 1)];
    return life === undefined || life.isDead ? undefined : life;
  }

  private newId(what: string): string {
    this.ids += 1;
    return `${what}-${this.ids}`;
  }

  private replay(): LaneState {
    const state = new LaneState(SALE);
    for (const { body, digest } of this.log.records) replayRecord(state, body, digest);
    return state;
  }

  /** Money is taken only for units that the durable log calls sold at this very moment. */
  private checkSold(orderId: string): void {
    const claim = [...this.replay().claims.values()].find(({ id }) => id === orderId);
    if (claim?.state !== "paid") {
      this.broken.push(`money was taken for ${orderId}, which is ${claim?.state ?? "unknown"}`);
    }
  }

  private checkEnd(): void {
    const paid = new Set<string>();
    for (const { id, state } of this.replay().claims.values()) if (state === "paid") paid.add(id);
    for (const payment of this.store.payments.values()) {
      if (isUnfinished(payment.state)) this.broken.push(`${payment.id} ended ${payment.state}`);
    }
    for (const orderId of paid) {
      const minor = this.provider.moneyOf(orderId);
      if (minor !== PRICE_MINOR) this.broken.push(`${orderId} is paid and ${minor} were taken`);
    }
    for (const [id, account] of this.provider.accounts) {
      const { state, orderId } = account;
      if (state === "authorised" || state === "pending") this.broken.push(`${id} stays ${state}`);
      const isSold = orderId !== undefined && paid.has(orderId);
      if (orderId !== undefined && !isSold && this.provider.moneyOf(orderId) !== 0) {
        this.broken.push(`${orderId} is not sold, and its money was kept`);
      }
    }
  }
}
