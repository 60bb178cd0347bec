import { expect, test } from "bun:test";
import { countFaults, curveOf, figuresOf } from "./figures.ts";

test("figures are a result's numbers, nested ones by joined names, and what was not measured", () => {
  const result = {
    sold: 200,
    secondsToSellOut: null,
    latencyMs: { p50: 1.5, p99: 9 },
    machine: "2 cores",
    preload: false,
    curve: [[0, 0]],
  };
  expect(figuresOf(result)).toEqual({
    sold: 200,
    secondsToSellOut: null,
    "latencyMs.p50": 1.5,
    "latencyMs.p99": 9,
  });
});

test("every kind of fault counts, and what was not counted does not", () => {
  expect(countFaults({ oversold: 0, sold: 7 })).toBe(0);
  expect(countFaults({ oversold: 1, duplicateClaims: 2, acknowledgedButMissing: 3 })).toBe(6);
  expect(countFaults({ soldWithoutMoney: 1, moneyWithoutSale: 1, ordersWrong: 1 })).toBe(3);
  expect(countFaults({ unexpectedAnswers: 4 })).toBe(4);
});

test("a curve is read point by point, and what is none is left out", () => {
  const curve = [[0, 0], [0.5, 100], "no point", [1]];
  expect(curveOf({ curve })).toEqual([
    { seconds: 0, units: 0 },
    { seconds: 0.5, units: 100 },
  ]);
  expect(curveOf({})).toEqual([]);
});
