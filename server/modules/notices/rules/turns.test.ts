import { expect, test } from "bun:test";
import { batchSize, isCrowd, mayBegin, nextBatchAt } from "./pace.ts";
import { nearThrough, type TurnView } from "./turns.ts";

const MINUTE = 60_000;
const OPENS = 1_000 * MINUTE;

const selling: TurnView = {
  state: "selling",
  opensAt: OPENS,
  admittedThrough: 1_000,
  admittedPerMinute: 60,
  places: 50_000,
  freeUnits: 500,
  claimLimit: 1,
  admissionMargin: 0.1,
};
const drawn: TurnView = { ...selling, state: "drawn", admittedThrough: 0, admittedPerMinute: 0 };

const cases: readonly [title: string, view: TurnView, now: number, through: number][] = [
  ["what is called within five minutes is near", selling, OPENS, 1_300],
  ["in a line that stands the next twenty are", { ...selling, admittedPerMinute: 0 }, OPENS, 1_020],
  ["nobody is behind the last place", { ...selling, places: 1_100 }, OPENS, 1_100],
  ["while no unit is free nobody's turn is near", { ...selling, freeUnits: 0 }, OPENS, 0],
  ["nor while the sale is paused", { ...selling, state: "paused" }, OPENS, 0],
  ["nor after it", { ...selling, state: "ended" }, OPENS, 0],
  ["shortly before the opening it is those whom it calls", drawn, OPENS - 10 * MINUTE, 550],
  ["and not before that", drawn, OPENS - 12 * MINUTE, 0],
  ["half as many where a claim may take two", { ...drawn, claimLimit: 2 }, OPENS, 275],
  ["where no opening is announced nobody", { ...drawn, opensAt: null }, OPENS, 0],
  // 22,000 mails at 500 a minute take 44 minutes.
  ["many are told earlier", { ...drawn, freeUnits: 20_000 }, OPENS - 54 * MINUTE, 22_000],
  ["but not still earlier", { ...drawn, freeUnits: 20_000 }, OPENS - 55 * MINUTE, 0],
];

for (const [title, view, now, through] of cases) {
  test(title, () => expect(nearThrough(view, 500, now)).toBe(through));
}

test("however many are to be told, nobody is a day ahead of the opening", () => {
  const view = { ...drawn, freeUnits: 10_000_000, places: 10_000_000 };
  expect(nearThrough(view, 1, OPENS - 24 * 60 * MINUTE - 1)).toBe(0);
  expect(nearThrough(view, 1, OPENS - 24 * 60 * MINUTE)).toBe(10_000_000);
});

test("a batch holds the mails of five seconds, at least one and at most 500", () => {
  expect([1, 60, 600, 6_000, 1_000_000].map(batchSize)).toEqual([1, 5, 50, 500, 500]);
});

test("the next batch waits as long as the mails of the last one stand for", () => {
  expect(nextBatchAt(1_000, 500, 6_000)).toBe(6_000);
  expect(nextBatchAt(1_000, 0, 6_000)).toBe(1_000);
  expect(nextBatchAt(1_000, 1, 60)).toBe(2_000);
});

test("a batch waits for its time and for a crowd, but not for a clock that was wrong", () => {
  const begins = (nextAt: number, crowdedUntil = 0) => mayBegin({ nextAt, crowdedUntil }, 1_000);
  expect([0, 1_000, 1_001, 61_000, 61_001].map((nextAt) => begins(nextAt))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect([1_000, 1_001, 6_000, 6_001].map((until) => begins(0, until))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("a crowd is fifty claims a second", () => {
  expect([0, 49, 50].map(isCrowd)).toEqual([false, false, true]);
});
