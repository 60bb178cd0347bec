import { expect, test } from "bun:test";
import { minorDigits, readAmount } from "./refund-amount.ts";

test.each<[typed: string | number, digits: number, left: number, minor: number | undefined]>([
  [12.34, 2, 2_000, 1_234],
  ["12.3", 2, 2_000, 1_230],
  [19.99, 2, 1_999, 1_999],
  [20, 2, 1_999, undefined],
  [0, 2, 1_999, undefined],
  [-1, 2, 1_999, undefined],
  [0.001, 2, 1_999, undefined],
  ["", 2, 1_999, undefined],
  ["a lot", 2, 1_999, undefined],
  [500, 0, 500, 500],
  [0.5, 0, 500, undefined],
])("%p with %p digits of %p is %p", (typed, digits, left, minor) => {
  expect(readAmount(typed, digits, left)).toBe(minor as number);
});

test("currencies have as many digits as they have", () => {
  expect(["USD", "JPY", "KWD"].map(minorDigits)).toEqual([2, 0, 3]);
});
