import { expect, test } from "bun:test";
import {
  isLivePayment,
  isUnfinished,
  liveStates,
  nextPaymentState,
  paymentActions,
  paymentStates,
  releasesHold,
  unfinishedStates,
  type PaymentState,
} from "./payment-states.ts";

/** Every allowed step; all others are not. */
const STEPS: readonly string[] = [
  "created wait pending",
  "created authorise authorised",
  "created decline declined",
  "created begin-void voiding",
  "pending authorise authorised",
  "pending decline declined",
  "pending begin-void voiding",
  "authorised capture captured",
  "authorised begin-void voiding",
  "authorised fail-capture returning",
  "voiding void voided",
  "returning return-units capture_failed",
  "captured refund refunded",
];

test("the steps of a payment are exactly these", () => {
  const found = paymentStates.flatMap((state) =>
    paymentActions.flatMap((action) => {
      const next = nextPaymentState(state, action);
      return next === undefined ? [] : [`${state} ${action} ${next}`];
    }),
  );
  expect(found.toSorted()).toEqual(STEPS.toSorted());
});

test("money is captured only from an authorisation, and no state leads back", () => {
  const captured = STEPS.filter((step) => step.endsWith(" captured"));
  expect(captured).toEqual(["authorised capture captured"]);
  const reach = (state: PaymentState): PaymentState[] =>
    paymentActions.flatMap((action) => {
      const next = nextPaymentState(state, action);
      return next === undefined ? [] : [next, ...reach(next)];
    });
  for (const state of paymentStates) expect(reach(state)).not.toContain(state);
});

test("a payment is unfinished while something must still come of it without a person", () => {
  for (const state of paymentStates) {
    const ends = paymentActions.every((action) => nextPaymentState(state, action) === undefined);
    expect([state, isUnfinished(state)]).toEqual([state, !ends && state !== "captured"]);
  }
  expect(unfinishedStates).toEqual(["created", "pending", "authorised", "voiding", "returning"]);
});

test("a new payment may follow once money can come of the old one no more", () => {
  expect(liveStates).toEqual([
    "created",
    "pending",
    "authorised",
    "captured",
    "voiding",
    "returning",
  ]);
  expect(isLivePayment("declined")).toBe(false);
});

test("only a limit gives the hold up", () => {
  expect(releasesHold("instrument_limit_reached")).toBe(true);
  for (const reason of ["claim_over", "abandoned", null]) expect(releasesHold(reason)).toBe(false);
});
