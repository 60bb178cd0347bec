import type { Deposit } from "../../server/modules/orders/deposits/deposit.ts";
import { runDeposit } from "../../server/modules/orders/deposits/deposit-runner.ts";
import {
  type DepositState,
  isLiveDeposit,
  isUnfinishedDeposit,
} from "../../server/modules/orders/rules/deposit-states.ts";
import { FaultyDepositStore } from "./faulty-deposit-store.ts";
import { FaultyProvider, GOOD_NETWORK } from "./faulty-provider.ts";
import { Random, VirtualTime } from "./virtual-time.ts";

const FANS = 8;
const RUN_MS = 30_000;
/** Then nothing fails any more, and whatever was begun comes to its end. */
const CALM_MS = 90_000;
const AMOUNT_MINOR = 5_000;
const RECOVERY_MS = 1_000;

/** One life of a server process: a kill ends it, and what it awaits never comes back. */
interface Life {
  isDead: boolean;
}

export interface DepositSimulationResult {
  readonly refunded: number;
  readonly voided: number;
  readonly failed: number;
  readonly kills: number;
}

/**
 * Deposits for one sale under faults: servers killed between any two steps, a database that fails
 * or commits what it reported lost, a provider whose answers are lost and whose work is done late,
 * and fans who take their deposits back at any moment. In the end the sale is over, and nobody's
 * money may be with us; while a deposit counts as paid, it must be.
 * @throws Error naming the invariant that broke; the seed replays the run exactly
 */
export class DepositSimulation {
  private readonly seed: number;
  private readonly random: Random;
  private readonly time = new VirtualTime();
  private readonly store: FaultyDepositStore;
  private readonly provider: FaultyProvider;
  private readonly broken: string[] = [];
  private life: Life = { isDead: false };
  private kills = 0;
  private ids = 0;

  constructor(seed: number) {
    this.seed = seed;
    this.random = new Random(seed);
    const rate = () => (this.random.chance(0.6) ? this.random.next() * 0.3 : 0);
    this.store = new FaultyDepositStore(this.time, this.random, rate());
    const network = { lostBefore: rate(), lostAfter: rate(), late: rate() };
    this.provider = new FaultyProvider(this.time, this.random, network);
    this.provider.onEvent = (paymentId) => this.wake(paymentId);
  }

  async run(): Promise<DepositSimulationResult> {
    for (let fan = 0; fan < FANS; fan += 1) this.act(`fan-${fan}`);
    this.time.at(500, () => this.kill());
    this.recover();
    await this.time.runUntil(RUN_MS);
    this.store.failRate = 0;
    this.provider.rates = GOOD_NETWORK;
    await this.time.runUntil(RUN_MS + CALM_MS);
    this.checkEnd();
    if (this.broken.length > 0) throw new Error(`seed ${this.seed}: ${this.broken.join("; ")}`);
    const states = [...this.store.deposits.values()].map(({ state }) => state);
    const count = (...wanted: DepositState[]) =>
      states.filter((one) => wanted.includes(one)).length;
    return {
      refunded: count("refunded"),
      voided: count("voided"),
      failed: count("declined", "capture_failed"),
      kills: this.kills,
    };
  }

  private act(fanId: string): void {
    const { random, time } = this;
    if (time.monotonicMs() > RUN_MS) return;
    if (random.chance(0.6)) this.begin(fanId);
    else {
      const own = [...this.store.deposits.values()].filter((one) => one.fanId === fanId);
      for (const { id } of own) this.store.sendBack(id, "taken_back");
    }
    time.at(random.between(50, 4_000), () => this.act(fanId));
  }

  private begin(fanId: string): void {
    this.ids += 1;
    const deposit: Deposit = {
      id: `deposit-${this.ids}`,
      saleId: "sale",
      fanId,
      provider: "simulated",
      method: "card",
      currency: "EUR",
      amountMinor: AMOUNT_MINOR,
      state: "created",
      reason: null,
      problem: null,
      redirectUrl: null,
      createdAt: new Date(0),
      capturedAt: null,
      refundedAt: null,
    };
    if (this.store.create(deposit)) this.go(deposit);
  }

  private go(deposit: Deposit): void {
    const { life } = this;
    const ports = {
      store: this.store.reachedBy(life),
      providerOf: () => this.provider.reachedBy(life),
      returnUrlOf: () => "",
    };
    runDeposit(ports, deposit).catch((error: unknown) => {
      const isFault = error instanceof Error && error.message === "the database did not answer";
      if (!isFault) this.broken.push(String(error));
    });
  }

  private wake(depositId: string): void {
    const deposit = this.store.deposits.get(depositId);
    if (deposit !== undefined) this.go(deposit);
  }

  /** Whatever awaited an answer dies with the process; the next one begins at once. */
  private kill(): void {
    if (this.time.monotonicMs() > RUN_MS) return;
    this.life.isDead = true;
    this.life = { isDead: false };
    this.kills += 1;
    this.time.at(this.random.between(100, 5_000), () => this.kill());
  }

  private recover(): void {
    for (const deposit of this.store.deposits.values()) {
      // The sale has ended by then.
      const isOver = this.time.monotonicMs() > RUN_MS;
      if (isOver) this.store.sendBack(deposit.id, "sale_ended");
      this.check(deposit);
      if (isUnfinishedDeposit(deposit.state)) this.wake(deposit.id);
    }
    this.time.at(RECOVERY_MS, () => this.recover());
  }

  /** A deposit that counts as paid is with us, and one that is said to be back is not. */
  private check({ id, state }: Deposit): void {
    const minor = this.provider.moneyOf(id);
    if (state === "captured" && minor !== AMOUNT_MINOR) {
      this.broken.push(`${id} counts as paid, and ${minor} are here`);
    }
    if ((state === "refunded" || state === "voided") && minor !== 0) {
      this.broken.push(`${id} is ${state}, and ${minor} are here`);
    }
  }

  private checkEnd(): void {
    for (const deposit of this.store.deposits.values()) {
      const { id, state } = deposit;
      if (isUnfinishedDeposit(state) || isLiveDeposit(state)) {
        this.broken.push(`${id} ended ${state}`);
      }
      this.check(deposit);
    }
    for (const [id, account] of this.provider.accounts) {
      const { state } = account;
      if (state === "authorised" || state === "pending") this.broken.push(`${id} stays ${state}`);
      if (this.provider.moneyOf(id) !== 0) this.broken.push(`${id} was never given back`);
    }
  }
}
