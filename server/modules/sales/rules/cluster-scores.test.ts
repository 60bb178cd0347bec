import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  clusterReasons,
  type Evidence,
  longestRun,
  scoreOf,
  strengthOf,
} from "./cluster-scores.ts";

const of = (reason: Evidence["reason"], members: number, usual = 0): Evidence => ({
  reason,
  members,
  usual,
});

describe("the score of a cluster", () => {
  test.each<[what: string, size: number, evidence: readonly Evidence[], score: number]>([
    ["a dormitory of forty on one network", 40, [of("same_network", 40)], 34],
    ["three on one network", 3, [of("same_network", 3)], 23],
    ["the telephone that everybody has", 40, [of("same_browser", 40, 0.6)], 6],
    [
      "twenty numbered addresses, registered within seconds from one network",
      20,
      [of("same_network", 20), of("registered_together", 20), of("email_series", 20)],
      75,
    ],
    ["half of it numbered", 20, [of("same_network", 20), of("email_series", 10)], 49],
    ["nothing in common", 10, [], 0],
  ])("for %s", (_, size, evidence, score) => {
    expect(scoreOf(size, evidence)).toBe(score);
  });

  const evidence = fc.record({
    reason: fc.constantFrom(...clusterReasons),
    members: fc.nat(50),
    usual: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  test("stays between nothing and certain, and grows with each reason", () => {
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 7 }), evidence, (some, more) => {
        const score = scoreOf(50, some);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(100);
        expect(scoreOf(50, [...some, more])).toBeGreaterThanOrEqual(score);
      }),
    );
  });

  test("has three words", () => {
    expect([0, 34, 35, 59, 60, 99].map(strengthOf)).toEqual([
      "weak",
      "weak",
      "medium",
      "medium",
      "strong",
      "strong",
    ]);
  });
});

test("the longest run is the one with the most values, whatever their order", () => {
  expect(longestRun([50, 10, 11, 51, 13, 12, 30], 2)).toEqual([10, 11, 12, 13]);
  expect(longestRun([], 2)).toEqual([]);
  expect(longestRun([7], 2)).toEqual([7]);
});
