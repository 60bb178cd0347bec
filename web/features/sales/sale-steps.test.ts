import { expect, test } from "bun:test";
import type { Sale } from "./sale-form.ts";
import { nextActionOf, nextDateOf, stepsOf } from "./sale-steps.ts";

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

const nowMs = Date.parse("2026-12-05T12:00:00Z");
const later = "2026-12-06T12:00:00.000Z";
const earlier = "2026-12-04T12:00:00.000Z";

const next: readonly [
  what: string,
  Parameters<typeof saleOf>[0],
  action: string,
  at?: string | null,
][] = [
  ["a draft is published", { state: "draft" }, "publish"],
  [
    "registration closes by itself",
    { state: "registering", registrationClosesAt: later },
    "wait",
    later,
  ],
  [
    "without a closing time the operator draws",
    { state: "registering", registrationClosesAt: null },
    "draw",
    null,
  ],
  [
    "an open sale opens at its time",
    { kind: "open", state: "registering", opensAt: later },
    "open",
    later,
  ],
  [
    "a closed sale is drawn",
    { state: "closed", registrationClosesAt: earlier },
    "draw",
    "2026-12-04T12:00:30.000Z",
  ],
  ["a drawn sale opens", { state: "drawn", opensAt: null }, "open", null],
  ["a paused sale is looked at in its control room", { state: "paused" }, "control-room"],
  ["an ended sale has a report", { state: "ended" }, "report"],
  ["a cancelled sale is made again", { state: "cancelled" }, "duplicate"],
  ["a halted sale comes before all", { state: "selling", haltedReason: "broken" }, "halted"],
];

for (const [what, change, action, at] of next) {
  test(what, () => {
    const expected: unknown = at === undefined ? { action } : { action, at };
    expect<unknown>(nextActionOf(saleOf(change), nowMs)).toEqual(expected);
  });
}

test("the steps know what is past, and a paused sale is one that sells", () => {
  const steps = stepsOf(saleOf({ state: "paused" }));
  expect(steps.filter(({ isPast }) => isPast).map(({ step }) => step)).toEqual([
    "draft",
    "registering",
    "closed",
    "drawn",
  ]);
  expect(steps.find(({ isCurrent }) => isCurrent)?.step).toBe("selling");
  expect(stepsOf(saleOf({ kind: "open", draw: null })).map(({ step }) => step)).toEqual([
    "draft",
    "registering",
    "selling",
    "ended",
  ]);
});

test("the next date is the first that is to come, and none of a sale that is over", () => {
  const sale = saleOf({ state: "registering", registrationClosesAt: earlier, opensAt: later });
  expect(nextDateOf(sale, nowMs)).toEqual({ step: "selling", at: later });
  expect(nextDateOf({ ...sale, state: "ended" }, nowMs)).toBeNull();
});
