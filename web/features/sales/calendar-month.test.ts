import { expect, test } from "bun:test";
import { addMonths, isMonth, spansIn, spansOf, weeksOf, type Span } from "./calendar-month.ts";
import type { Sale } from "./sale-form.ts";

/** A draft of a draw by beacon, without dates unless told. */
function saleOf(change: Partial<Sale>): Sale {
  return {
    id: "01900000-0000-7000-8000-000000000001",
    kind: "draw",
    state: "draft",
    names: { en: "First round" },
    variants: [],
    registrationOpensAt: null,
    registrationClosesAt: null,
    opensAt: null,
    endsAt: null,
    holdSeconds: 900,
    paymentSeconds: 600,
    ordersPerAddress: null,
    ordersPerInstrument: null,
    admissionMargin: 0.1,
    waitingLimit: 100,
    proofOfWork: null,
    eligibility: null,
    carryOverFrom: null,
    registrations: 0,
    draw: { mode: "beacon" } as NonNullable<Sale["draw"]>,
    haltedReason: null,
    version: 1,
    createdAt: "2026-11-01T00:00:00.000Z",
    ...change,
  };
}

const day = (text: string) => new Date(`${text}T12:00:00`).toISOString();

test("a month has the weeks that it touches, from the reader's first day on", () => {
  const monday = weeksOf("2026-12", 1, []);
  expect(monday.map(({ days }) => days[0])).toEqual([
    "2026-11-30",
    "2026-12-07",
    "2026-12-14",
    "2026-12-21",
    "2026-12-28",
  ]);
  const sunday = weeksOf("2026-12", 7, []);
  expect([sunday[0]?.days[0], sunday.at(-1)?.days[6]]).toEqual(["2026-11-29", "2027-01-02"]);
  expect(weeksOf("2026-02", 7, [])).toHaveLength(4);
});

test("months go on over the year", () => {
  expect([addMonths("2026-12", 1), addMonths("2026-01", -1)]).toEqual(["2027-01", "2025-12"]);
  expect([isMonth("2026-12"), isMonth("2026-13"), isMonth(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

test("registration and selling are spans of their own, and a missing end is one day", () => {
  const sale = saleOf({
    registrationOpensAt: day("2026-12-01"),
    registrationClosesAt: day("2026-12-08"),
    opensAt: day("2026-12-10"),
  });
  expect(
    spansOf(sale).map(({ kind, from, to, isOpenEnded }) => [kind, from, to, isOpenEnded]),
  ).toEqual([
    ["registration", "2026-12-01", "2026-12-08", false],
    ["selling", "2026-12-10", "2026-12-10", true],
  ]);
  expect(spansOf({ ...sale, state: "cancelled" })).toEqual([]);
  expect(spansOf(saleOf({}))).toEqual([]);
});

test("spans that overlap stand on lines of their own, and go on in the next week", () => {
  const span = (from: string, to: string): Span => ({
    sale: saleOf({}),
    kind: "selling",
    from,
    to,
    isOpenEnded: false,
  });
  const [first, second] = weeksOf("2026-12", 1, [
    span("2026-12-02", "2026-12-09"),
    span("2026-12-04", "2026-12-04"),
    span("2026-12-01", "2026-12-01"),
  ]);
  const shape = (week: typeof first) =>
    week?.lines.map((line) =>
      line.map(({ column, days, startsHere }) => [column, days, startsHere]),
    );
  expect(shape(first)).toEqual([
    [
      [1, 1, true],
      [2, 5, true],
    ],
    [[4, 1, true]],
  ]);
  expect(shape(second)).toEqual([[[0, 3, false]]]);
});

test("a month lists what touches it, by the first day", () => {
  const span = (from: string, to: string): Span => ({
    sale: saleOf({}),
    kind: "selling",
    from,
    to,
    isOpenEnded: false,
  });
  const found = spansIn("2026-12", [
    span("2026-12-20", "2027-01-02"),
    span("2026-11-01", "2026-11-30"),
    span("2026-11-30", "2026-12-01"),
  ]);
  expect(found.map(({ from }) => from)).toEqual(["2026-11-30", "2026-12-20"]);
});
