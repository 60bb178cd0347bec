import { describe, expect, test } from "bun:test";
import { LaneBench, stateOf } from "../../../../tests/support/lane-bench.ts";

function opened(): LaneBench {
  const lane = new LaneBench();
  lane.ask({ type: "open" });
  return lane;
}

/** Places of the first turn that may still claim. */
const outstanding = (lane: LaneBench) => lane.state.turns[0]?.outstanding;

describe("a place that is barred and restored", () => {
  test("counts in its turn again, once", () => {
    const lane = opened();
    expect(outstanding(lane)).toBe(5);
    lane.ask({ type: "bar", place: 3, reason: "duplicate_person" });
    expect(outstanding(lane)).toBe(4);
    lane.ask({ type: "restore", place: 3 });
    expect(outstanding(lane)).toBe(5);
    lane.claim(3);
    expect(outstanding(lane)).toBe(4);
    expect(lane.replayed().turns).toEqual(lane.state.turns);
  });

  test("counts again when the bar had ended its claim", () => {
    const lane = opened();
    lane.claim(3);
    lane.ask({ type: "bar", place: 3, reason: "duplicate_person" });
    lane.ask({ type: "restore", place: 3 });
    expect(outstanding(lane)).toBe(5);
    expect(stateOf(lane.claim(3))).toBe("held");
    expect(outstanding(lane)).toBe(4);
  });

  test("does not count again when its fan had given it up or had released the claim", () => {
    const lane = opened();
    lane.claim(2);
    lane.ask({ type: "release", place: 2 });
    lane.ask({ type: "give-up", place: 3 });
    expect(outstanding(lane)).toBe(3);
    for (const place of [2, 3]) {
      lane.ask({ type: "bar", place, reason: "duplicate_person" });
      lane.ask({ type: "restore", place });
    }
    expect(outstanding(lane)).toBe(3);
    expect(stateOf(lane.claim(2))).toBe("claim_over");
    expect(stateOf(lane.claim(3))).toBe("place_given_up");
  });

  test("may claim again although the reason was changed meanwhile", () => {
    const lane = opened();
    lane.claim(1);
    lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    lane.ask({ type: "bar", place: 1, reason: "payment_fraud" });
    expect(lane.claim(1)).toEqual({
      ok: false,
      refusal: { code: "place_barred", reason: "payment_fraud" },
    });
    lane.ask({ type: "restore", place: 1 });
    expect(stateOf(lane.claim(1))).toBe("held");
  });

  test("barring again for the same reason changes nothing", () => {
    const lane = opened();
    lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    const again = lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    expect(again).toEqual({ ok: true, changed: false });
  });
});

test("a barred place that waits leaves the waiting set, and returned units pass it", () => {
  const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
  lane.ask({ type: "open" });
  lane.claim(1);
  lane.claim(2);
  lane.claim(3);
  lane.ask({ type: "bar", place: 2, reason: "automated_registration" });
  expect(lane.state.waiting.size).toBe(1);
  lane.ask({ type: "release", place: 1 });
  expect(lane.state.claims.get(2)?.state).toBe("released");
  expect(lane.state.claims.get(3)?.state).toBe("held");
});

test("places barred before their turn are not counted when the line reaches them", () => {
  const lane = new LaneBench();
  for (const place of [1, 2]) lane.ask({ type: "bar", place, reason: "duplicate_person" });
  lane.ask({ type: "open" });
  expect(outstanding(lane)).toBe(3);
  lane.pass(1);
  expect(lane.state.admittedThrough).toBe(7);
});
