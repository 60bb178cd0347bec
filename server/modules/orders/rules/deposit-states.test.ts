import { expect, test } from "bun:test";
import {
  depositActions,
  depositStates,
  hasFailed,
  isLiveDeposit,
  isUnfinishedDeposit,
  liveDepositStates,
  nextDepositState,
  returnSteps,
} from "./deposit-states.ts";

/** Every allowed step; all others are not. */
const STEPS: readonly string[] = [
  "created wait pending",
  "created authorise authorised",
  "created decline declined",
  "created return voiding",
  "pending authorise authorised",
  "pending decline declined",
  "pending return voiding",
  "authorised capture captured",
  "authorised fail-capture capture_failed",
  "authorised return voiding",
  "captured return refunding",
  "voiding void voided",
  "voiding return refunding",
  "refunding refund refunded",
  "refunding be-refused refunding",
];

test("the steps of a deposit are exactly these", () => {
  const found = depositStates.flatMap((state) =>
    depositActions.flatMap((action) => {
      const next = nextDepositState(state, action);
      return next === undefined ? [] : [`${state} ${action} ${next}`];
    }),
  );
  expect(found.toSorted()).toEqual(STEPS.toSorted());
});

test("every live deposit can be sent back, and money that was taken only by a refund", () => {
  expect(returnSteps.map(({ from }) => from)).toEqual([...liveDepositStates]);
  for (const { from, to } of returnSteps) {
    expect([from, to]).toEqual([from, from === "captured" ? "refunding" : "voiding"]);
  }
  expect(STEPS.filter((step) => step.startsWith("captured "))).toEqual([
    "captured return refunding",
  ]);
});

test("a deposit that goes back is not live, so that another may be paid", () => {
  expect(liveDepositStates).toEqual(["created", "pending", "authorised", "captured"]);
  for (const state of ["voiding", "refunding"] as const) {
    expect([isLiveDeposit(state), isUnfinishedDeposit(state)]).toEqual([false, true]);
  }
});

test("a deposit is unfinished while something must still come of it without a reason", () => {
  for (const state of depositStates) {
    const ends = depositActions.every((action) => nextDepositState(state, action) === undefined);
    expect([state, isUnfinishedDeposit(state)]).toEqual([state, !ends && state !== "captured"]);
  }
  expect(depositStates.filter(hasFailed)).toEqual(["declined", "capture_failed"]);
});
