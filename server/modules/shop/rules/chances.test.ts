import { expect, test } from "bun:test";
import fc from "fast-check";
import { chanceOf, expectedWaitSeconds, type LineView, placesAhead } from "./chances.ts";

const base: LineView = {
  place: 1_500,
  admittedThrough: 1_000,
  admittedPerMinute: 600,
  freeUnits: 200,
  takenUnits: 500,
  takenClaims: 500,
  claimLimit: 1,
  admissionMargin: 0.1,
};

test("the line tells how many are ahead and how long that takes at its pace", () => {
  expect(placesAhead(base)).toBe(499);
  expect(expectedWaitSeconds(base)).toBe(50);
  expect(placesAhead({ ...base, place: 1_000 })).toBe(0);
  expect(expectedWaitSeconds({ ...base, place: 1_000 })).toBe(0);
  expect(expectedWaitSeconds({ ...base, admittedPerMinute: 0 })).toBeUndefined();
});

const cases: readonly [title: string, change: Partial<LineView>, expected: unknown][] = [
  ["nobody is promised a unit that is not free", { freeUnits: 0 }, { kind: "none-free" }],
  [
    "before the opening the first places are assured",
    { place: 100, admittedThrough: 0, takenUnits: 0, takenClaims: 0, freeUnits: 100 },
    { kind: "assured" },
  ],
  [
    "and the place behind them is not",
    { place: 101, admittedThrough: 0, takenUnits: 0, takenClaims: 0, freeUnits: 100 },
    { kind: "unknown" },
  ],
  [
    "where a claim may take two, half as many places are assured",
    { place: 51, admittedThrough: 0, takenUnits: 0, takenClaims: 0, freeUnits: 100, claimLimit: 2 },
    { kind: "unknown" },
  ],
  [
    "in the opening second, when all who were called still choose, nothing is known",
    { place: 150, admittedThrough: 110, takenUnits: 0, takenClaims: 0, freeUnits: 100 },
    { kind: "unknown" },
  ],
  // 779 settled, 720 before the fan, share 0.642: a demand of 462 against 200 units.
  [
    "who stands far behind the stock is told so",
    {},
    { kind: "estimated", inHundred: 1, takenPerHundred: 64 },
  ],
  // 313 before the fan: a demand of 200.9, deviation 10.
  [
    "at the edge of the stock the chance is in the middle",
    { place: 1_093 },
    { kind: "estimated", inHundred: 44, takenPerHundred: 64 },
  ],
  // 295 before the fan: a demand of 189.3, deviation 9.7.
  [
    "before the edge it is high",
    { place: 1_075 },
    { kind: "estimated", inHundred: 85, takenPerHundred: 64 },
  ],
];

for (const [title, change, expected] of cases) {
  test(title, () => expect(chanceOf({ ...base, ...change })).toEqual(expected as never));
}

const views = fc.record({
  place: fc.integer({ min: 1, max: 100_000 }),
  admittedThrough: fc.integer({ min: 0, max: 100_000 }),
  admittedPerMinute: fc.integer({ min: 0, max: 100_000 }),
  freeUnits: fc.integer({ min: 0, max: 100_000 }),
  takenUnits: fc.integer({ min: 0, max: 100_000 }),
  takenClaims: fc.integer({ min: 0, max: 100_000 }),
  claimLimit: fc.integer({ min: 1, max: 20 }),
  admissionMargin: fc.double({ min: 0, max: 10, noNaN: true }),
});

/** Higher is better. */
function rank(view: LineView): number {
  const chance = chanceOf(view);
  if (chance.kind === "assured") return 100;
  return chance.kind === "estimated" ? chance.inHundred : 0;
}

test("a place further back never has a better chance", () => {
  fc.assert(
    fc.property(views, fc.integer({ min: 1, max: 1_000 }), (view, further) => {
      expect(rank({ ...view, place: view.place + further })).toBeLessThanOrEqual(rank(view));
    }),
  );
});

test("an estimate is never shown as certain", () => {
  fc.assert(
    fc.property(views, (view) => {
      const chance = chanceOf(view);
      if (chance.kind !== "estimated") return;
      expect(chance.inHundred).toBeGreaterThanOrEqual(1);
      expect(chance.inHundred).toBeLessThanOrEqual(99);
    }),
  );
});
