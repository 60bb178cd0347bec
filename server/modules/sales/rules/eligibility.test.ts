import { describe, expect, test } from "bun:test";
import {
  canLapse,
  findMissing,
  type EligibilityClause,
  type EligibilityFactsOfFan,
} from "./eligibility.ts";

const DAY_MS = 24 * 3600 * 1000;
const now = Date.UTC(2026, 5, 1);
const age = { accountAgeDays: 30 } as const;
const purchase = { earlierPurchase: true } as const;
const deposit = { deposit: { amountMinor: 5_000, currency: "EUR" } } as const;
const nothing: EligibilityFactsOfFan = {
  accountCreatedAtMs: undefined,
  hasEarlierPurchase: false,
  hasDeposit: false,
};
const bornDaysAgo = (days: number) => ({ accountCreatedAtMs: now - days * DAY_MS });

describe("a fan", () => {
  test.each<[EligibilityClause[], Partial<EligibilityFactsOfFan>, boolean]>([
    [[age], {}, false],
    [[age], bornDaysAgo(29.999), false],
    [[age], bornDaysAgo(30), true],
    [[age], { hasDeposit: true, hasEarlierPurchase: true }, false],
    [[purchase], bornDaysAgo(300), false],
    [[purchase], { hasEarlierPurchase: true }, true],
    [[purchase], { hasDeposit: true }, false],
    [[deposit], { hasDeposit: true }, true],
    [[deposit], { hasEarlierPurchase: true }, false],
    [[age, purchase, deposit], bornDaysAgo(1), false],
    [[age, purchase, deposit], bornDaysAgo(31), true],
    [[age, purchase, deposit], { ...bornDaysAgo(1), hasEarlierPurchase: true }, true],
    [[age, purchase, deposit], { ...bornDaysAgo(1), hasDeposit: true }, true],
  ])("who must fulfil one of %j and has %j may enter: %p", (anyOf, facts, may) => {
    const missing = findMissing({ anyOf }, { ...nothing, ...facts }, now);
    expect(missing.length === 0).toBe(may);
    if (!may) expect(missing).toHaveLength(anyOf.length);
  });

  test("whose account is too young is told from when on it is old enough", () => {
    const facts = { ...nothing, ...bornDaysAgo(10) };
    expect(findMissing({ anyOf: [age, deposit] }, facts, now)).toEqual([
      { accountAgeDays: 30, fulfilledAt: "2026-06-21T00:00:00.000Z" },
      deposit,
    ]);
  });
});

test.each<[EligibilityClause[], boolean]>([
  [[age], false],
  [[purchase], true],
  [[deposit], true],
  [[age, deposit], true],
])("what rests on %j can lapse: %p", (anyOf, can) => {
  expect(canLapse({ anyOf })).toBe(can);
});
