import { expect, test } from "bun:test";
import { timeLeft } from "./time-left.ts";

test.each([
  [0, "0:00"],
  [-5_000, "0:00"],
  [1, "0:01"],
  [59_000, "0:59"],
  [60_000, "1:00"],
  [272_000, "4:32"],
  [3_872_000, "1:04:32"],
])("%i ms are shown as %s", (leftMs, shown) => {
  expect(timeLeft(1_000_000 + leftMs, 1_000_000)).toBe(shown);
});
