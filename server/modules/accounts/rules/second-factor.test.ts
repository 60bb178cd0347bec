import { expect, test } from "bun:test";
import {
  isSecondFactorMissing,
  secondsUntilNextTry,
  triesAt,
  TRIES_MOST,
} from "./second-factor.ts";

test("a role waits for the second factor where it is asked for or set up, until it is proven", () => {
  const rows: readonly [string, boolean][] = [
    ["operator, required", true],
    ["operator, codes", true],
    ["operator, required, codes", true],
    ["operator", false],
    ["operator, required, codes, proven", false],
    ["required, codes", false],
  ];
  for (const [words, missing] of rows) {
    const has = (word: string) => words.split(", ").includes(word);
    const state = { isOperator: has("operator"), hasCodes: has("codes"), isProven: has("proven") };
    expect([words, isSecondFactorMissing(state, has("required"))]).toEqual([words, missing]);
  }
});

test("after ten wrong codes nobody tries again before the hour is over", () => {
  const since = new Date("2026-01-05T08:00:00Z");
  const later = (minutes: number) => new Date(since.getTime() + minutes * 60_000);
  expect(secondsUntilNextTry({ wrongTries: TRIES_MOST - 1, since }, later(1))).toBe(0);
  expect(secondsUntilNextTry({ wrongTries: TRIES_MOST, since }, later(1))).toBe(59 * 60);
  const over = triesAt({ wrongTries: TRIES_MOST, since }, later(60));
  expect(over).toEqual({ wrongTries: 0, since: later(60) });
  expect(secondsUntilNextTry(over, later(60))).toBe(0);
  expect(triesAt({ wrongTries: 3, since }, later(59))).toEqual({ wrongTries: 3, since });
});
