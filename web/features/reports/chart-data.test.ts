import { expect, test } from "bun:test";
import { busiest, countRows, happened, levelRows, outcomeCounts } from "./chart-data.ts";

const NOTHING = {
  claims: 0,
  paid: 0,
  expired: 0,
  released: 0,
  returned: 0,
  granted: 0,
  unitsSold: 0,
  unitsHeld: 0,
  unitsHeldMost: 0,
  waiting: 0,
  admittedThrough: 0,
};
const stretch = {
  startsAt: "2027-01-01T12:00:00.000Z",
  bucketMs: 500,
  buckets: [
    { ...NOTHING, claims: 3, unitsHeld: 3 },
    { ...NOTHING, claims: 5, paid: 1, unitsSold: 1, unitsHeld: 7 },
  ],
};

test("levels begin with nothing at the opening and stand at the end of each bucket", () => {
  expect(levelRows(stretch, ["unitsSold", "unitsHeld"])).toEqual([
    { seconds: 0, at: "2027-01-01T12:00:00.000Z", unitsSold: 0, unitsHeld: 0 },
    { seconds: 0.5, at: "2027-01-01T12:00:00.500Z", unitsSold: 0, unitsHeld: 3 },
    { seconds: 1, at: "2027-01-01T12:00:01.000Z", unitsSold: 1, unitsHeld: 7 },
  ]);
});

test("counts stand at the beginning of their bucket", () => {
  expect(countRows(stretch, ["claims"])).toEqual([
    { seconds: 0, at: "2027-01-01T12:00:00.000Z", claims: 3 },
    { seconds: 0.5, at: "2027-01-01T12:00:00.500Z", claims: 5 },
  ]);
});

test("the busiest bucket is found, and what never happened is known", () => {
  expect(busiest(stretch, "claims")).toEqual({ seconds: 0.5, count: 5 });
  expect(busiest({ ...stretch, buckets: [NOTHING] }, "claims")).toBeUndefined();
  expect(happened(stretch, ["paid"])).toBe(true);
  expect(happened(stretch, ["expired", "returned"])).toBe(false);
});

test("outcomes without claims are left out, but for the payment that everything is about", () => {
  const none = { paid: 0, held: 0, released: 2, expired: 0, waitedInVain: 1, returned: 0 };
  const totals = none as Parameters<typeof outcomeCounts>[0];
  expect(outcomeCounts(totals)).toEqual([
    { outcome: "paid", claims: 0 },
    { outcome: "released", claims: 2 },
    { outcome: "waitedInVain", claims: 1 },
  ]);
});
