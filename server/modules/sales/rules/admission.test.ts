import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  admitThrough,
  POLL_JITTER_LEAST,
  POLL_JITTER_MOST,
  pollIntervalMs,
  turnMs,
  type AdmissionView,
} from "./admission.ts";

const VIEW: AdmissionView = {
  freeUnits: 10,
  waitingClaims: 0,
  admittedThrough: 0,
  highestPlace: 1_000,
  outstanding: 0,
  claims: 0,
  claimedUnits: 0,
  unitsPerClaimLimit: 1,
  margin: 0,
};

describe("the line is admitted", () => {
  const rows: readonly [title: string, view: Partial<AdmissionView>, through: number][] = [
    ["as far as there are units", {}, 10],
    ["a margin further", { margin: 0.1 }, 11],
    ["by whole places, rounded up", { margin: 0.01 }, 11],
    ["by fewer places when one claim may take several units", { unitsPerClaimLimit: 4 }, 3],
    ["from where it stands", { admittedThrough: 500 }, 510],
    ["not beyond its end", { admittedThrough: 995 }, 1_000],
    ["not at all when its end is reached", { admittedThrough: 1_000 }, 1_000],
    ["without those whose turn still runs", { outstanding: 7, admittedThrough: 7 }, 10],
    ["not at all while enough have their turn", { outstanding: 10, admittedThrough: 10 }, 10],
    ["not back when more have their turn than units are left", { outstanding: 40 }, 0],
    ["not at all without a free unit", { freeUnits: 0, margin: 10 }, 0],
    ["not at all while a fan waits for returned units", { waitingClaims: 1 }, 0],
    [
      "by the limit of a claim before a hundred claims were made",
      { unitsPerClaimLimit: 2, claims: 99, claimedUnits: 99 },
      5,
    ],
    [
      "by the mean of the claims from a hundred on",
      { unitsPerClaimLimit: 2, claims: 100, claimedUnits: 125 },
      8,
    ],
  ];
  for (const [title, view, through] of rows) {
    test(title, () => {
      expect(admitThrough({ ...VIEW, ...view })).toBe(through);
    });
  }
});

const count = (max: number) => fc.integer({ min: 0, max });

const anyView: fc.Arbitrary<AdmissionView> = fc
  .record({
    freeUnits: count(3_000_000),
    waitingClaims: fc.oneof(fc.constant(0), count(1_000)),
    admittedThrough: count(2_000_000),
    behind: count(2_000_000),
    outstanding: count(2_000_000),
    claims: count(1_000),
    unitsPerClaimLimit: fc.integer({ min: 1, max: 100 }),
    /** How many units the claims asked for in the mean, from 1 to the limit. */
    appetite: fc.double({ min: 0, max: 1, noNaN: true }),
    margin: fc.double({ min: 0, max: 10, noNaN: true }),
  })
  .map(({ behind, appetite, ...view }) => ({
    ...view,
    highestPlace: view.admittedThrough + behind,
    outstanding: Math.min(view.outstanding, view.admittedThrough),
    claimedUnits: Math.round(view.claims * (1 + appetite * (view.unitsPerClaimLimit - 1))),
  }));

const property = (check: (view: AdmissionView, through: number) => void) =>
  fc.assert(
    fc.property(anyView, (view) => check(view, admitThrough(view))),
    { numRuns: 2_000, seed: 7 },
  );

describe("whatever the lane looks like, the line", () => {
  test("goes to a whole place, never back, never beyond its end", () => {
    property((view, through) => {
      expect(Number.isInteger(through)).toBe(true);
      expect(through).toBeGreaterThanOrEqual(view.admittedThrough);
      expect(through).toBeLessThanOrEqual(view.highestPlace);
    });
  });

  test("stands when no unit is free or somebody waits", () => {
    property((view) => {
      expect(admitThrough({ ...view, freeUnits: 0 })).toBe(view.admittedThrough);
      const waits = { ...view, waitingClaims: Math.max(1, view.waitingClaims) };
      expect(admitThrough(waits)).toBe(view.admittedThrough);
    });
  });

  test("never has more fans in their turn than the stock and the margin justify", () => {
    property((view, through) => {
      const perClaim =
        view.claims >= 100 ? view.claimedUnits / view.claims : view.unitsPerClaimLimit;
      const justified = Math.ceil((view.freeUnits / perClaim) * (1 + view.margin));
      const admitted = through - view.admittedThrough;
      expect(admitted).toBeLessThanOrEqual(Math.max(0, justified - view.outstanding));
    });
  });

  test("moves while units are free, nobody waits, and everybody admitted has had the turn", () => {
    property((view) => {
      const idle = { ...view, freeUnits: view.freeUnits + 1, waitingClaims: 0, outstanding: 0 };
      const isAtItsEnd = idle.admittedThrough === idle.highestPlace;
      expect(admitThrough(idle) > idle.admittedThrough).toBe(!isAtItsEnd);
    });
  });
});

describe("polling", () => {
  test("is as frequent as the server bears, within 2 seconds and 2 minutes", () => {
    expect(pollIntervalMs(0, 10_000)).toBe(2_000);
    expect(pollIntervalMs(20_000, 10_000)).toBe(2_000);
    expect(pollIntervalMs(200_000, 10_000)).toBe(20_000);
    expect(pollIntervalMs(2_000_000, 10_000)).toBe(120_000);
    expect(pollIntervalMs(2_000_000, 1)).toBe(120_000);
  });

  test("of a long line keeps to the rate that the server bears", () => {
    fc.assert(
      fc.property(count(1_200_000), (fans) => {
        expect(fans * 1000).toBeLessThanOrEqual(10_000 * pollIntervalMs(fans, 10_000));
      }),
      { examples: [[29_393]] },
    );
  });

  test("comes at least three times in a turn, even with the longest pauses", () => {
    fc.assert(
      fc.property(count(5_000_000), fc.integer({ min: 1, max: 1_000_000 }), (fans, rate) => {
        const interval = pollIntervalMs(fans, rate);
        expect(turnMs(interval)).toBeGreaterThanOrEqual(interval * POLL_JITTER_MOST * 3);
      }),
    );
  });

  test("leaves a person a minute to act in a turn", () => {
    expect(turnMs(2_000)).toBe(60_000);
    expect(turnMs(120_000)).toBe(450_000);
  });

  test("is spread around the interval", () => {
    expect((POLL_JITTER_LEAST + POLL_JITTER_MOST) / 2).toBe(1);
  });
});
