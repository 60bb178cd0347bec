import { expect, test } from "bun:test";
import fc from "fast-check";
import { type HoldView, holdOutlook, reminderAt } from "./hold-notices.ts";

const MINUTE = 60_000;
const HOLD = 15 * MINUTE;
const END = 100 * MINUTE;

const fresh: HoldView = {
  state: "held",
  expiresAt: END,
  wasHeld: true,
  isTold: false,
  isReminded: false,
};

interface Case {
  readonly title: string;
  readonly hold: Partial<HoldView>;
  readonly holdMs?: number;
  readonly now: number;
  /** `kind`, or `kind: reason` for one that is skipped. */
  readonly notices: readonly string[];
  readonly lookAt: number | null;
}

const cases: readonly Case[] = [
  {
    title: "a new hold is told, and looked at again when its reminder is due",
    hold: {},
    now: END - HOLD,
    notices: ["held"],
    lookAt: END - 3 * MINUTE,
  },
  {
    title: "a hold that is told is not told again",
    hold: { isTold: true },
    now: END - HOLD,
    notices: [],
    lookAt: END - 3 * MINUTE,
  },
  {
    title: "three minutes before its end its fan is reminded",
    hold: { isTold: true },
    now: END - 3 * MINUTE,
    notices: ["hold_expiring"],
    lookAt: null,
  },
  {
    title: "a hold of eight minutes is reminded of two minutes before its end",
    hold: { isTold: true },
    holdMs: 8 * MINUTE,
    now: END - 2 * MINUTE,
    notices: ["hold_expiring"],
    lookAt: null,
  },
  {
    title: "a hold of three minutes is told once, and never reminded of",
    hold: {},
    holdMs: 3 * MINUTE,
    now: END - 3 * MINUTE,
    notices: ["held"],
    lookAt: null,
  },
  {
    title: "when the reminder is due, the first mail comes too late and is left out",
    hold: {},
    now: END - 2 * MINUTE,
    notices: ["held: late", "hold_expiring"],
    lookAt: null,
  },
  {
    title: "half a minute before the end nobody could act any more",
    hold: { isTold: true },
    now: END - MINUTE / 2,
    notices: ["hold_expiring: late"],
    lookAt: null,
  },
  {
    title: "nothing is said of a hold after its end",
    hold: {},
    holdMs: 2 * MINUTE,
    now: END,
    notices: ["held: late"],
    lookAt: null,
  },
  {
    title: "who pays already knows of the hold, and is still reminded",
    hold: { state: "paying" },
    now: END - HOLD,
    notices: ["held: superseded"],
    lookAt: END - 3 * MINUTE,
  },
  {
    title: "a fan is reminded once, though the payment has extended the hold",
    hold: { state: "paying", isTold: true, isReminded: true },
    now: END - 3 * MINUTE,
    notices: [],
    lookAt: null,
  },
  {
    title: "who waits is told nothing",
    hold: { state: "waiting", wasHeld: false, expiresAt: null },
    now: 0,
    notices: [],
    lookAt: null,
  },
  {
    title: "a hold that expired is told",
    hold: { state: "expired", isTold: true },
    now: END,
    notices: ["expired"],
    lookAt: null,
  },
  {
    title: "a hold that was over before its first mail is told as expired only",
    hold: { state: "expired" },
    now: END,
    notices: ["held: over", "expired"],
    lookAt: null,
  },
  {
    title: "what expired more than a day ago is no news",
    hold: { state: "expired", isTold: true },
    now: END + 24 * 60 * MINUTE + 1,
    notices: ["expired: late"],
    lookAt: null,
  },
  {
    title: "who waited until the sale ended is told of the end, not of a hold",
    hold: { state: "expired", wasHeld: false, expiresAt: null },
    now: END,
    notices: ["over"],
    lookAt: null,
  },
  {
    title: "what was paid at once needs no mail about the hold",
    hold: { state: "paid" },
    now: END - HOLD,
    notices: ["held: over"],
    lookAt: null,
  },
  {
    title: "who let go of the units knows it",
    hold: { state: "released", isTold: true },
    now: END - HOLD,
    notices: [],
    lookAt: null,
  },
];

for (const { title, hold, holdMs = HOLD, now, notices, lookAt } of cases) {
  test(title, () => {
    const outlook = holdOutlook({ ...fresh, ...hold }, holdMs, now);
    const said = outlook.notices.map(({ kind, skip }) =>
      skip === undefined ? kind : `${kind}: ${skip}`,
    );
    expect(said).toEqual([...notices]);
    expect(outlook.lookAt).toBe(lookAt);
  });
}

test("a hold is done with when it is over, and only then", () => {
  const isDone = (state: HoldView["state"]) => holdOutlook({ ...fresh, state }, HOLD, 0).isDone;
  expect((["waiting", "held", "paying"] as const).map(isDone)).toEqual([false, false, false]);
  expect((["paid", "released", "expired", "returned"] as const).map(isDone)).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test("followed through its time, a hold is told once and reminded of at most once", () => {
  const property = fc.property(
    fc.integer({ min: 5_000, max: 3_600_000 }),
    fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { maxLength: 12 }),
    (holdMs, looks) => {
      const told = { isTold: false, isReminded: false };
      const kinds: string[] = [];
      for (const now of looks.map((share) => share * holdMs).toSorted((a, b) => a - b)) {
        const hold: HoldView = { ...fresh, ...told, expiresAt: holdMs };
        for (const { kind } of holdOutlook(hold, holdMs, now).notices) {
          kinds.push(kind);
          told.isTold ||= kind === "held";
          told.isReminded ||= kind === "hold_expiring";
        }
      }
      expect(new Set(kinds).size).toBe(kinds.length);
      const due = reminderAt(holdMs, holdMs);
      if (due !== undefined) expect(due).toBeGreaterThanOrEqual(holdMs / 2);
    },
  );
  fc.assert(property);
});
