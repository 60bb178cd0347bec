import { expect, test } from "bun:test";
import { isLive, nextClaimState, type ClaimState } from "./claim-states.ts";

const ACTIONS = [
  "grant",
  "begin-payment",
  "pay",
  "return",
  "release",
  "expire",
  "end-sale",
] as const;

const none = undefined;
const TABLE: Record<ClaimState, readonly (ClaimState | undefined)[]> = {
  // grant, begin-payment, pay, return, release, expire, end-sale
  waiting: ["held", none, none, none, "released", none, "expired"],
  held: [none, "paying", none, none, "released", "expired", none],
  paying: [none, none, "paid", none, "released", "expired", none],
  paid: [none, none, none, "returned", none, none, none],
  released: [none, none, none, none, none, none, none],
  expired: [none, none, none, none, none, none, none],
  returned: [none, none, none, none, none, none, none],
};

for (const [state, row] of Object.entries(TABLE) as [ClaimState, typeof TABLE.held][]) {
  for (const [index, action] of ACTIONS.entries()) {
    const next = row[index];
    test(`${action} of a ${state} claim leads to ${next ?? "nothing"}`, () => {
      expect(nextClaimState(state, action)).toBe(next as ClaimState);
    });
  }
}

test("a claim stands until nothing can change it any more", () => {
  for (const state of Object.keys(TABLE) as ClaimState[]) {
    expect(isLive(state)).toBe(TABLE[state].some((next) => next !== undefined));
  }
});
