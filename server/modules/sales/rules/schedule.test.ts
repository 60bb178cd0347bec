import { describe, expect, test } from "bun:test";
import type { SaleKind, SaleState } from "./sale-states.ts";
import { findDueAction, type DueAction, type ScheduledSale } from "./schedule.ts";

const NOW = 1_000_000;
const DUE = NOW;
const LATER = NOW + 1;

const STATES: readonly SaleState[] = [
  "draft",
  "registering",
  "closed",
  "drawn",
  "selling",
  "paused",
  "ended",
  "cancelled",
];

/** All four dates at one moment, so that only kind and state decide. */
function saleAt(kind: SaleKind, state: SaleState, at: number | null): ScheduledSale {
  return { kind, state, registrationClosesAt: at, beaconAt: at, opensAt: at, endsAt: at };
}

const DUE_BY_STATE: Record<SaleKind, Record<SaleState, DueAction | undefined>> = {
  draw: {
    draft: undefined,
    registering: "close-registration",
    closed: "draw",
    drawn: "open",
    selling: "stop",
    paused: "stop",
    ended: undefined,
    cancelled: undefined,
  },
  open: {
    draft: undefined,
    registering: "open",
    closed: "draw",
    drawn: "open",
    selling: "stop",
    paused: "stop",
    ended: undefined,
    cancelled: undefined,
  },
};

for (const kind of ["draw", "open"] as const) {
  describe(`a sale of kind ${kind}`, () => {
    for (const state of STATES) {
      const due = DUE_BY_STATE[kind][state];
      test(`that is ${state} and past all its dates is due to ${due ?? "do nothing"}`, () => {
        expect(findDueAction(saleAt(kind, state, DUE), NOW)).toBe(due as DueAction);
      });

      test(`that is ${state} does nothing a millisecond before its dates`, () => {
        expect(findDueAction(saleAt(kind, state, LATER), NOW)).toBeUndefined();
      });
    }
  });
}

describe("without dates", () => {
  test("a sale waits for its operator in every state", () => {
    for (const state of STATES.filter((state) => state !== "closed")) {
      expect(findDueAction(saleAt("draw", state, null), NOW)).toBeUndefined();
      expect(findDueAction(saleAt("open", state, null), NOW)).toBeUndefined();
    }
  });

  test("a closed list is drawn at once if no beacon is waited for", () => {
    expect(findDueAction(saleAt("draw", "closed", null), NOW)).toBe("draw");
  });
});

test("each state looks at its own date alone", () => {
  const sale = saleAt("draw", "registering", LATER);
  expect(findDueAction({ ...sale, opensAt: DUE, endsAt: DUE }, NOW)).toBeUndefined();
  expect(findDueAction({ ...sale, state: "drawn", endsAt: DUE }, NOW)).toBeUndefined();
  expect(findDueAction({ ...sale, state: "selling", opensAt: DUE }, NOW)).toBeUndefined();
});
