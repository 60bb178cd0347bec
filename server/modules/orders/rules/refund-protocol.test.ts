import { expect, test } from "bun:test";
import { nextRefundStep, type RefundLearnt, type RefundState } from "./refund-protocol.ts";

const after = (state: RefundState, isWhole: boolean, learnt?: RefundLearnt) =>
  nextRefundStep({ state, isWhole }, learnt);

test("the money goes back before the units", () => {
  expect(after("requested", true)).toEqual({ do: "refund" });
  expect(after("requested", true, { from: "provider", answer: { status: "refunded" } })).toEqual({
    do: "save",
    state: "refunded",
  });
  expect(after("refunded", true)).toEqual({ do: "return-units" });
});

test("a provider that refuses ends the refund with its reason; one that is silent does not", () => {
  const refused = { from: "provider", answer: { status: "refused", reason: "too_late" } } as const;
  expect(after("requested", true, refused)).toEqual({
    do: "save",
    state: "failed",
    reason: "too_late",
  });
  const silent = { from: "provider", answer: { status: "unknown" } } as const;
  expect(after("requested", true, silent)).toEqual({ do: "rest", until: "later" });
});

test("a part given back leaves the units sold", () => {
  expect(after("refunded", false)).toEqual({ do: "save", state: "settled" });
});

test("a sale that is over keeps its units; a lane that is away is asked again", () => {
  for (const answer of ["done", "over"] as const) {
    expect(after("refunded", true, { from: "lane", answer })).toEqual({
      do: "save",
      state: "settled",
    });
  }
  expect(after("refunded", true, { from: "lane", answer: "unknown" })).toEqual({
    do: "rest",
    until: "later",
  });
});

test("what is over stays over", () => {
  expect(after("settled", true)).toEqual({ do: "rest", until: "over" });
  expect(after("failed", true)).toEqual({ do: "rest", until: "over" });
});
