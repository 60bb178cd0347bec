import { expect, test } from "bun:test";
import {
  nextStep,
  type LaneRequest,
  type Learnt,
  type PaymentStep,
  type ProviderAnswer,
  type ProviderRequest,
} from "./payment-protocol.ts";
import { paymentStates, type PaymentState } from "./payment-states.ts";

/** One word for a step: `lane:pay`, `provider:capture`, `save:capture`, `rest:later`. */
function word(step: PaymentStep): string {
  switch (step.do) {
    case "ask-lane":
      return `lane:${step.request}`;
    case "ask-provider":
      return `provider:${step.request}`;
    case "save":
      return `save:${step.change.action}`;
    case "rest":
      return `rest:${step.until}`;
  }
}

function after(state: PaymentState, learnt?: Learnt, reason: string | null = null): string {
  return word(nextStep({ state, reason }, learnt));
}

function answerOf(status: ProviderAnswer["status"]): ProviderAnswer {
  switch (status) {
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
    case "absent":
    case "unknown":
      return { status };
  }
}

test("each payment begins again from what is durable alone", () => {
  const first = Object.fromEntries(paymentStates.map((state) => [state, after(state)]));
  expect(first).toEqual({
    created: "lane:begin-payment",
    pending: "lane:begin-payment",
    authorised: "lane:pay",
    voiding: "provider:void",
    returning: "lane:return-units",
    captured: "rest:over",
    refunded: "rest:over",
    declined: "rest:over",
    voided: "rest:over",
    capture_failed: "rest:over",
  });
  expect(after("voiding", undefined, "instrument_limit_reached")).toBe("lane:release");
});

const LANE: readonly (readonly [PaymentState, LaneRequest, string, string, string])[] = [
  // state, request, done, over, unknown
  ["created", "begin-payment", "provider:authorise", "save:begin-void", "rest:later"],
  ["pending", "begin-payment", "provider:look", "save:begin-void", "rest:later"],
  ["authorised", "pay", "provider:capture", "save:begin-void", "rest:later"],
  ["voiding", "release", "provider:void", "provider:void", "rest:later"],
  ["returning", "return-units", "save:return-units", "save:return-units", "rest:later"],
];

for (const [state, from, done, over, unknown] of LANE) {
  test(`a payment that is ${state} goes on after the lane's answer to ${from}`, () => {
    expect(after(state, { from, answer: "done" })).toBe(done);
    expect(after(state, { from, answer: "over" })).toBe(over);
    expect(after(state, { from, answer: "unknown" })).toBe(unknown);
  });
}

/** The columns of the table below. */
const STATUSES = [
  "authorised",
  "pending",
  "declined",
  "captured",
  "capture_failed",
  "voided",
  "refunded",
  "absent",
  "unknown",
] as const;

const DECLINE = "save:decline";
const FAIL = "save:fail-capture";
const VOID = "save:void";

const PROVIDER: readonly (readonly [PaymentState, ProviderRequest, string])[] = [
  [
    "created",
    "authorise",
    `save:authorise save:wait ${DECLINE} save:authorise ${DECLINE} ${DECLINE} ${DECLINE}
      rest:later provider:look`,
  ],
  [
    "created",
    "look",
    `save:authorise save:wait ${DECLINE} save:authorise ${DECLINE} ${DECLINE} ${DECLINE}
      provider:authorise rest:later`,
  ],
  [
    "pending",
    "look",
    `save:authorise rest:told ${DECLINE} save:authorise ${DECLINE} ${DECLINE} ${DECLINE}
      provider:authorise rest:later`,
  ],
  [
    "authorised",
    "capture",
    `rest:later rest:later ${FAIL} save:capture ${FAIL} ${FAIL} ${FAIL} ${FAIL} provider:look`,
  ],
  [
    "authorised",
    "look",
    `provider:capture rest:later ${FAIL} save:capture ${FAIL} ${FAIL} ${FAIL} ${FAIL} rest:later`,
  ],
  [
    "voiding",
    "void",
    `rest:later rest:later ${VOID} provider:refund ${VOID} ${VOID} ${VOID} ${VOID} rest:later`,
  ],
  [
    "voiding",
    "refund",
    `rest:later rest:later ${VOID} rest:later ${VOID} ${VOID} ${VOID} ${VOID} rest:later`,
  ],
];

for (const [state, from, words] of PROVIDER) {
  test(`a payment that is ${state} goes on after the provider's answer to ${from}`, () => {
    const found = STATUSES.map((status) => after(state, { from, answer: answerOf(status) }));
    expect(found).toEqual(words.split(/\s+/));
  });
}

test("money is captured after the lane has taken the payment, and on no other way", () => {
  const requests: Learnt[] = [
    ...(["begin-payment", "pay", "return-units", "release"] as const).flatMap((from) =>
      (["done", "over", "unknown"] as const).map((answer): Learnt => ({ from, answer })),
    ),
    ...(["authorise", "look", "capture", "void", "refund"] as const).flatMap((from) =>
      STATUSES.map((status): Learnt => ({ from, answer: answerOf(status) })),
    ),
  ];
  for (const state of paymentStates) {
    for (const learnt of requests) {
      if (after(state, learnt) !== "provider:capture") continue;
      expect(state).toBe("authorised");
      // A look is asked only after a capture that was asked after `pay`.
      expect([learnt.from, answerText(learnt)]).toEqual(
        learnt.from === "look" ? ["look", "authorised"] : [learnt.from, "done"],
      );
    }
  }
});

test("silence of lane or provider changes nothing durable", () => {
  for (const state of paymentStates) {
    for (const from of ["begin-payment", "pay", "return-units", "release"] as const) {
      expect(after(state, { from, answer: "unknown" })).not.toStartWith("save:");
    }
    for (const from of ["authorise", "look", "capture", "void", "refund"] as const) {
      const learnt: Learnt = { from, answer: { status: "unknown" } };
      expect(after(state, learnt)).not.toStartWith("save:");
    }
  }
});

function answerText(learnt: Learnt): string {
  return typeof learnt.answer === "string" ? learnt.answer : learnt.answer.status;
}
