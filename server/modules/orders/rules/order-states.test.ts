import { expect, test } from "bun:test";
import {
  actionOfClaim,
  isOpenOrder,
  nextOrderState,
  orderActions,
  orderStates,
  orderStepsOf,
  type OrderState,
} from "./order-states.ts";

const TABLE: Record<OrderState, readonly (OrderState | undefined)[]> = {
  // begin-payment, capture, cancel, expire, return, refund
  awaiting_payment: ["paying", "paid", "cancelled", "expired", "returned", undefined],
  paying: [undefined, "paid", "cancelled", "expired", "returned", undefined],
  paid: [undefined, undefined, undefined, undefined, undefined, "refunded"],
  cancelled: [undefined, undefined, undefined, undefined, undefined, undefined],
  expired: [undefined, undefined, undefined, undefined, undefined, undefined],
  returned: [undefined, undefined, undefined, undefined, undefined, undefined],
  refunded: [undefined, undefined, undefined, undefined, undefined, undefined],
};

for (const state of orderStates) {
  for (const [index, action] of orderActions.entries()) {
    const next = TABLE[state][index];
    test(`${action} of an order that is ${state} leads to ${next ?? "nothing"}`, () => {
      expect(nextOrderState(state, action)).toBe(next as OrderState);
    });
  }
}

test("the steps of an action are those of the table", () => {
  for (const action of orderActions) {
    for (const [from, to] of orderStepsOf(action)) expect(nextOrderState(from, action)).toBe(to);
  }
  expect(orderStepsOf("refund")).toEqual([["paid", "refunded"]]);
  expect(orderStepsOf("capture").map(([from]) => from)).toEqual(["awaiting_payment", "paying"]);
});

test("an order is open while its claim may still be paid, or end unpaid", () => {
  for (const state of orderStates) {
    expect(isOpenOrder(state)).toBe(nextOrderState(state, "expire") !== undefined);
  }
});

test("a claim that is paid leaves its order paying until the money is captured", () => {
  expect(actionOfClaim("paid")).toBe("begin-payment");
  expect(nextOrderState("paying", "begin-payment")).toBeUndefined();
  expect(actionOfClaim("waiting")).toBeUndefined();
  expect(["released", "expired", "returned"].map((state) => actionOfClaim(state as never))).toEqual(
    ["cancel", "expire", "return"],
  );
});
