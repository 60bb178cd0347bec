import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { LaneBench, START } from "../../../../tests/support/lane-bench.ts";
import { beginLimit, placesAllowed, useLimit } from "./admission-limit.ts";

/** A line of a thousand places before a stock that would admit all of them at once. */
const plenty = () =>
  new LaneBench({ drawnPlaces: 1_000, variants: [{ id: "a", stock: 1_000, limit: 1 }] });

/** The most that a time of these years in ms loses when it is stored as a double. */
const TIME_ROUNDING_MS = 2 ** -12;

/** Quarters of a second, as often as the line moves. */
function passQuarters(lane: LaneBench, quarters: number): void {
  for (let quarter = 0; quarter < quarters; quarter += 1) lane.batch([], 250);
}

describe("a limit of the admission", () => {
  test("holds the line to its pace, whole places at a time", () => {
    const lane = plenty();
    lane.ask({ type: "limit-admission", placesPerMinute: 100 });
    lane.ask({ type: "open" });
    expect(lane.state.admittedThrough).toBe(0);
    passQuarters(lane, 4 * 60);
    expect(lane.state.admittedThrough).toBe(100);
  });

  test("that is lifted leaves the line to the stock again", () => {
    const lane = plenty();
    lane.ask({ type: "limit-admission", placesPerMinute: 60 });
    lane.ask({ type: "open" });
    passQuarters(lane, 20);
    expect(lane.state.admittedThrough).toBe(5);
    lane.ask({ type: "limit-admission", placesPerMinute: null });
    passQuarters(lane, 1);
    expect(lane.state.admittedThrough).toBe(1_000);
  });

  test("saves up no more than a second and a place in a pause", () => {
    const slow = plenty();
    slow.ask({ type: "limit-admission", placesPerMinute: 600 });
    slow.ask({ type: "open" });
    slow.ask({ type: "pause" });
    slow.ask({ type: "resume" }, 60_000);
    passQuarters(slow, 1);
    expect(slow.state.admittedThrough).toBe(11);
  });

  test("is replayed from the log, and repeating it changes nothing", () => {
    const lane = plenty();
    const command = { type: "limit-admission", placesPerMinute: 90 } as const;
    expect(lane.ask(command)).toEqual({ ok: true, changed: true });
    const records = lane.records.length;
    expect(lane.ask(command)).toEqual({ ok: true, changed: false });
    expect(lane.records.length).toBe(records);
    lane.ask({ type: "open" });
    passQuarters(lane, 30);
    expect(lane.replayed().admissionLimit).toEqual(lane.state.admissionLimit);
  });

  test("is refused by a lane that is over or has no line", () => {
    const open = new LaneBench({ kind: "open", drawnPlaces: 0 });
    const command = { type: "limit-admission", placesPerMinute: 90 } as const;
    expect(open.ask(command)).toMatchObject({ refusal: { code: "wrong_sale_state" } });
    const over = plenty();
    over.ask({ type: "end", reason: "enough" });
    expect(over.ask(command)).toMatchObject({ refusal: { code: "sale_ended" } });
  });
});

test("however often the line is looked at, a limit is reached and not passed", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.array(fc.integer({ min: 250, max: 900 }), { minLength: 1, maxLength: 400 }),
      (placesPerMinute, pauses) => {
        let limit = beginLimit(placesPerMinute, START);
        let at = START;
        let admitted = 0;
        for (const pause of pauses) {
          at += pause;
          const places = placesAllowed(limit, at);
          limit = useLimit(limit, places, at);
          admitted += places;
        }
        const due = ((at - START) / 60_000) * placesPerMinute;
        const rounding = (pauses.length * TIME_ROUNDING_MS * placesPerMinute) / 60_000 + 1e-6;
        expect(admitted).toBeLessThanOrEqual(due + rounding);
        expect(admitted).toBeGreaterThan(due - 1 - rounding);
      },
    ),
  );
});
