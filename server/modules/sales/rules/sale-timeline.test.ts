import { expect, test } from "bun:test";
import fc from "fast-check";
import type { LaneEvent } from "./lane-events.ts";
import { SaleTimeline, type TimelineState } from "./sale-timeline.ts";

const OPENED_AT = Date.UTC(2027, 0, 1);
const NOTHING: TimelineState = {
  unitsSold: 0,
  unitsHeld: 0,
  waiting: 0,
  admittedThrough: 0,
  claimsMade: 0,
  soldOutAt: undefined,
};

/** A timeline of records, each at its time after the opening in ms. */
function timelineOf(
  steps: readonly (readonly [
    afterMs: number,
    events: readonly LaneEvent[],
    Partial<TimelineState>,
  ])[],
) {
  const timeline = new SaleTimeline();
  let state = NOTHING;
  timeline.add({ at: OPENED_AT - 60_000, events: [["tick"]] }, state);
  timeline.add({ at: OPENED_AT, events: [["opened"]] }, state);
  for (const [afterMs, events, change] of steps) {
    state = Object.assign({}, state, change);
    timeline.add({ at: OPENED_AT + afterMs, events }, state);
  }
  return timeline.course();
}

test("a sale that never opened has no course", () => {
  const timeline = new SaleTimeline();
  timeline.add({ at: OPENED_AT, events: [["tick"]] }, NOTHING);
  expect(timeline.course()).toBeNull();
});

test("what happens within 100 ms is one bucket, and a silent one stands as the one before", () => {
  const course = timelineOf([
    [50, [], { claimsMade: 2, unitsHeld: 2 }],
    [99, [["paid", 1]], { unitsHeld: 1, unitsSold: 1 }],
    [350, [["released", 2]], { unitsHeld: 0 }],
  ]);
  expect(course?.opening).toBeNull();
  expect(course?.whole).toMatchObject({ startsAt: OPENED_AT, bucketMs: 100 });
  expect(course?.whole.buckets).toMatchObject([
    { claims: 2, paid: 1, released: 0, unitsSold: 1, unitsHeld: 1, unitsHeldMost: 2 },
    { claims: 0, paid: 0, unitsSold: 1, unitsHeld: 1, unitsHeldMost: 1 },
    { claims: 0, paid: 0, unitsSold: 1, unitsHeld: 1 },
    { claims: 0, released: 1, unitsSold: 1, unitsHeld: 0 },
  ]);
});

test("a sale that sells out in seconds and is paid for in days shows its opening apart", () => {
  const course = timelineOf([
    [900, [], { claimsMade: 500, unitsHeld: 500, soldOutAt: OPENED_AT + 900 }],
    [2 * 86_400_000, [["paid", 1]], { unitsSold: 1, unitsHeld: 499 }],
  ]);
  expect(course?.whole.bucketMs).toBe(900_000);
  expect(course?.opening).toMatchObject({ bucketMs: 100 });
  expect(course?.opening?.buckets.at(-1)).toMatchObject({ claims: 500, unitsSold: 0 });
});

test("however long a sale takes, nothing is lost and no stretch has more than 240 buckets", () => {
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 40 * 86_400_000 }), fc.integer({ min: 0, max: 9 })),
    { minLength: 1, maxLength: 80 },
  );
  fc.assert(
    fc.property(steps, (unsorted) => {
      const sorted = unsorted.toSorted(([one], [other]) => one - other);
      let claimsMade = 0;
      const course = timelineOf(
        sorted.map(([afterMs, claims]) => {
          claimsMade += claims;
          return [afterMs, [["expired", 1]], { claimsMade, unitsSold: claimsMade }];
        }),
      );
      const buckets = course?.whole.buckets ?? [];
      expect(buckets.length).toBeLessThanOrEqual(240);
      const sum = (name: "claims" | "expired") =>
        buckets.reduce((total, bucket) => total + bucket[name], 0);
      expect([sum("claims"), sum("expired")]).toEqual([claimsMade, sorted.length]);
      expect(buckets.at(-1)?.unitsSold).toBe(claimsMade);
    }),
  );
});
