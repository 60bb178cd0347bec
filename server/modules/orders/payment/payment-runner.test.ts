import { expect, test } from "bun:test";
import fc from "fast-check";
import { nextPaymentState } from "../rules/payment-states.ts";
import type { LaneAnswer, PaymentChange, ProviderAnswer } from "../rules/payment-protocol.ts";
import type { LanePort } from "./lane-port.ts";
import type { Payment, PaymentStore } from "./payment.ts";
import { runPayment } from "./payment-runner.ts";
import type { PaymentProvider } from "./payment-provider.ts";

/** What the world outside does in one run. All numbers count calls of ports from the first. */
interface Fate {
  /** The process dies before, or after, these calls have their effect. */
  readonly crashes: readonly { readonly call: number; readonly isAfter: boolean }[];
  /** The answer to these calls is lost, though they have their effect. */
  readonly lostAnswers: readonly number[];
  /** The hold ends before this call. */
  readonly holdEndsAt: number;
  readonly authorises: "authorised" | "declined" | "pending";
  /** A pending payment is approved before this call. */
  readonly approvedAt: number;
  readonly captures: boolean;
  readonly exceedsLimit: boolean;
}

const QUIET: Fate = {
  crashes: [],
  lostAnswers: [],
  holdEndsAt: Infinity,
  authorises: "authorised",
  approvedAt: Infinity,
  captures: true,
  exceedsLimit: false,
};

class Crash extends Error {}

type AtProvider = Exclude<ProviderAnswer["status"], "absent" | "unknown">;

/** A lane, a provider and a store that are durable, and a process that is not. */
class World {
  claim: "paying" | "held" | "paid" | "expired" | "released" | "returned" = "held";
  provider: AtProvider | undefined;
  payment: Payment = {
    id: "p",
    orderId: "c",
    saleId: "s",
    place: 1,
    fanId: "f",
    provider: "fake",
    method: "card",
    currency: "EUR",
    amountMinor: 100,
    refundedMinor: 0,
    state: "created",
    reason: null,
    redirectUrl: null,
  };
  calls = 0;
  captures = 0;
  readonly fate: Fate;

  constructor(fate: Fate) {
    this.fate = fate;
  }

  /** One call of a port, as fate has it. */
  async call<Answer>(effect: () => Answer, lost: Answer): Promise<Answer> {
    const { fate } = this;
    const call = (this.calls += 1);
    if (call >= fate.holdEndsAt && (this.claim === "held" || this.claim === "paying")) {
      this.claim = "expired";
    }
    if (call >= fate.approvedAt && this.provider === "pending") this.provider = "authorised";
    const crash = fate.crashes.find((one) => one.call === call);
    if (crash?.isAfter === false) throw new Crash();
    const answer = effect();
    this.check();
    if (crash !== undefined) throw new Crash();
    return fate.lostAnswers.includes(call) ? lost : answer;
  }

  /** What must hold at every moment, whatever has happened. */
  check(): void {
    if (this.provider === "captured") expect(["paid"]).toContain(this.claim);
    if (this.payment.state === "captured") expect(this.provider).toBe("captured");
    if (this.payment.state === "voided") expect(this.provider).not.toBe("authorised");
    expect(this.captures).toBeLessThanOrEqual(1);
  }

  readonly store: PaymentStore = {
    find: () => this.call(() => this.payment, this.payment),
    save: (payment, change) =>
      this.call(() => {
        if (this.payment.state === payment.state) this.payment = this.changed(change);
        return this.payment;
      }, this.payment),
  };

  private changed(given: PaymentChange): Payment {
    const isTooMuch = given.action === "authorise" && this.fate.exceedsLimit;
    const change: PaymentChange = isTooMuch
      ? { action: "begin-void", reason: "instrument_limit_reached" }
      : given;
    const state = nextPaymentState(this.payment.state, change.action);
    if (state === undefined) throw new Error(`${this.payment.state} cannot ${change.action}`);
    return { ...this.payment, state, reason: change.reason ?? this.payment.reason };
  }

  readonly lane: LanePort = {
    beginPayment: () =>
      this.ask(() => {
        if (this.claim === "held") this.claim = "paying";
        return this.claim === "paying" ? "done" : "over";
      }),
    pay: () =>
      this.ask(() => {
        if (this.claim === "paying") this.claim = "paid";
        return this.claim === "paid" ? "done" : "over";
      }),
    returnUnits: () =>
      this.ask(() => {
        if (this.claim === "paid") this.claim = "returned";
        return this.claim === "returned" ? "done" : "over";
      }),
    release: () =>
      this.ask(() => {
        if (this.claim === "paying" || this.claim === "held") this.claim = "released";
        return this.claim === "released" ? "done" : "over";
      }),
  };

  private ask(effect: () => LaneAnswer): Promise<LaneAnswer> {
    return this.call(effect, "unknown");
  }

  readonly provided: PaymentProvider = {
    name: "fake",
    isTest: true,
    knowsMethod: () => true,
    authorise: () => this.tell(() => (this.provider ??= this.fate.authorises)),
    find: () => this.tell(() => this.provider),
    capture: () =>
      this.tell(() => {
        if (this.provider === "authorised") {
          this.provider = this.fate.captures ? "captured" : "capture_failed";
          if (this.fate.captures) this.captures += 1;
        }
        return this.provider;
      }),
    void: () =>
      this.tell(() => {
        const isReserved = this.provider === "authorised" || this.provider === "pending";
        if (isReserved || this.provider === undefined) this.provider = "voided";
        return this.provider;
      }),
    refund: () => Promise.resolve({ status: "refused", reason: "nothing is to be refunded" }),
    readEvent: () => ({ ok: false, problem: "event_unreadable" }),
  };

  private tell(effect: () => AtProvider | undefined): Promise<ProviderAnswer> {
    return this.call(() => answerOf(effect()), { status: "unknown" });
  }

  /** Runs the payment, and again after each crash and each rest, until it is over. */
  async settle(): Promise<Payment> {
    const ports = {
      store: this.store,
      lane: this.lane,
      providerOf: () => this.provided,
      returnUrlOf: () => "http://here",
    };
    for (let runs = 0; runs < 60; runs += 1) {
      try {
        await runPayment(ports, await this.store.find("p").then((found) => found ?? this.payment));
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      if (FINAL.has(this.payment.state)) return this.payment;
    }
    throw new Error(`it never ends: ${JSON.stringify(this.payment)} ${JSON.stringify(this.fate)}`);
  }
}

const FINAL = new Set(["captured", "declined", "voided", "capture_failed"]);

function answerOf(status: AtProvider | undefined): ProviderAnswer {
  switch (status) {
    case undefined:
      return { status: "absent" };
    case "authorised":
      return { status, instrument: "card" };
    case "pending":
      return { status, redirectUrl: null };
    case "declined":
    case "capture_failed":
      return { status, reason: "why" };
    case "captured":
    case "voided":
    case "refunded":
      return { status };
  }
}

/** How claim, money and payment stand together when all is over. */
async function outcome(fate: Partial<Fate>): Promise<string> {
  const world = new World({ ...QUIET, ...fate });
  const payment = await world.settle();
  return `${payment.state} ${world.claim} ${world.provider ?? "absent"}`;
}

/** More than the longest way has calls. */
const CALLS = 16;

const SCENES: readonly (readonly [string, Partial<Fate>, string])[] = [
  ["approved", {}, "captured paid captured"],
  ["declined", { authorises: "declined" }, "declined paying declined"],
  ["approved later", { authorises: "pending", approvedAt: 6 }, "captured paid captured"],
  ["never captured", { captures: false }, "capture_failed returned capture_failed"],
  ["over the limit", { exceedsLimit: true }, "voided released voided"],
  ["never approved", { authorises: "pending", holdEndsAt: 12 }, "voided expired voided"],
];

for (const [name, fate, expected] of SCENES) {
  test(`a payment that is ${name} ends right after a crash between any two steps`, async () => {
    expect(await outcome(fate)).toBe(expected);
    for (let call = 1; call <= CALLS; call += 1) {
      for (const isAfter of [false, true]) {
        const crashed = await outcome({ ...fate, crashes: [{ call, isAfter }] });
        expect([call, isAfter, crashed]).toEqual([call, isAfter, expected]);
      }
    }
  });

  test(`a payment that is ${name} ends right after two crashes anywhere`, async () => {
    for (let first = 1; first <= CALLS; first += 1) {
      for (let second = first + 1; second <= CALLS; second += 1) {
        const crashes = [
          { call: first, isAfter: true },
          { call: second, isAfter: (first + second) % 2 === 0 },
        ];
        expect(await outcome({ ...fate, crashes })).toBe(expected);
      }
    }
  });

  test(`a payment that is ${name} ends right when any answer is lost`, async () => {
    for (let call = 2; call <= CALLS; call += 1) {
      expect([call, await outcome({ ...fate, lostAnswers: [call] })]).toEqual([call, expected]);
    }
  });
}

test("a hold that ends at any moment is either paid and captured, or neither", async () => {
  for (let holdEndsAt = 1; holdEndsAt <= CALLS; holdEndsAt += 1) {
    for (let call = 1; call <= CALLS; call += 1) {
      const found = await outcome({ holdEndsAt, crashes: [{ call, isAfter: true }] });
      expect(["captured paid captured", "voided expired voided"]).toContain(found);
    }
  }
});

test("whatever fate has, money and units agree in the end", async () => {
  const calls = fc.integer({ min: 1, max: 40 });
  const fates = fc.record({
    crashes: fc.array(fc.record({ call: calls, isAfter: fc.boolean() }), { maxLength: 6 }),
    lostAnswers: fc.array(calls, { maxLength: 6 }),
    holdEndsAt: fc.integer({ min: 1, max: 80 }),
    authorises: fc.constantFrom("authorised" as const, "declined" as const, "pending" as const),
    approvedAt: fc.integer({ min: 1, max: 60 }),
    captures: fc.boolean(),
    exceedsLimit: fc.boolean(),
  });
  const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 500);
  await fc.assert(
    fc.asyncProperty(fates, async (fate) => {
      const found = await outcome(fate);
      expect([
        "captured paid captured",
        "capture_failed returned capture_failed",
        "declined paying declined",
        "declined expired declined",
        "declined held declined",
        "voided expired voided",
        "voided expired declined",
        "voided released voided",
      ]).toContain(found);
    }),
    { numRuns },
  );
});

test("two processes that run one payment at once do no more than one", async () => {
  const world = new World(QUIET);
  const [first, second] = await Promise.all([world.settle(), world.settle()]);
  expect([first.state, second.state, world.captures]).toEqual(["captured", "captured", 1]);
});
