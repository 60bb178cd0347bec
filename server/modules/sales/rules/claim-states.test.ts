import { expect, test } from "bun:test";
import { isLive, nextClaimState, type ClaimState } from "./claim-states.ts";

const ACTIONS = ["grant", "release", "expire", "end-sale"] as const;

const TABLE: Record<ClaimState, readonly (ClaimState | undefined)[]> = {
  // grant, release, expire, end-sale
  waiting: ["held", "released", undefined, "expired"],
  held: [undefined, "released", "expired", undefined],
  released: [undefined, undefined, undefined, undefined],
  expired: [undefined, undefined, undefined, undefined],
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
