import { describe, expect, test } from "bun:test";
import { LaneBench, START, stateOf } from "../../../../tests/support/lane-bench.ts";

const HOLD_MS = 60_000;
const PAYMENT_MS = 30_000;

/** A selling lane with one unit, held by the first place; the second waits for it. */
function raceForOneUnit(): LaneBench {
  const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
  lane.ask({ type: "open" });
  expect(stateOf(lane.claim(1))).toBe("held");
  expect(stateOf(lane.claim(2))).toBe("waiting");
  return lane;
}

const claimOf = (lane: LaneBench, place: number) => lane.state.claims.get(place);

describe("paying", () => {
  test("sells the units, and they count as sold", () => {
    const lane = raceForOneUnit();
    expect(stateOf(lane.of("begin-payment", 1))).toBe("paying");
    expect(stateOf(lane.of("pay", 1))).toBe("paid");
    expect(lane.state.variants[0]).toMatchObject({ held: 0, sold: 1 });
    expect([lane.state.heldClaims, lane.state.paidClaims]).toEqual([0, 1]);
  });

  test("extends a hold that is near its end, once and by no more than the time to pay", () => {
    const lane = raceForOneUnit();
    lane.pass(50);
    lane.of("begin-payment", 1);
    const expiresAt = START + 50_000 + PAYMENT_MS;
    expect(claimOf(lane, 1)?.expiresAt).toBe(expiresAt);
    lane.pass(20);
    lane.of("begin-payment", 1);
    expect(claimOf(lane, 1)?.expiresAt).toBe(expiresAt);
    lane.pass(9);
    expect(claimOf(lane, 1)?.state).toBe("paying");
    lane.pass(1);
    expect(claimOf(lane, 1)?.state).toBe("expired");
    expect(claimOf(lane, 2)?.state).toBe("held");
  });

  test("never shortens a hold that lasts longer than the time to pay", () => {
    const lane = raceForOneUnit();
    lane.of("begin-payment", 1);
    expect(claimOf(lane, 1)?.expiresAt).toBe(START + HOLD_MS);
    lane.pass(59);
    expect(claimOf(lane, 1)?.state).toBe("paying");
    lane.pass(1);
    expect(claimOf(lane, 1)?.state).toBe("expired");
  });

  test("is refused once the hold has ended, and the unit stays with who waited", () => {
    const lane = raceForOneUnit();
    lane.of("begin-payment", 1);
    lane.pass(60);
    expect(stateOf(lane.of("pay", 1))).toBe("claim_over");
    expect(claimOf(lane, 2)?.state).toBe("held");
  });

  test("is refused without its beginning, for a claim that waits, and for another claim", () => {
    const lane = raceForOneUnit();
    expect(stateOf(lane.of("pay", 1))).toBe("claim_unpaid");
    expect(stateOf(lane.of("begin-payment", 2))).toBe("claim_waiting");
    expect(stateOf(lane.of("pay", 2))).toBe("claim_waiting");
    expect(stateOf(lane.ask({ type: "pay", place: 1, claimId: "another" }))).toBe(
      "claim_not_found",
    );
  });

  test("asked for again changes nothing", () => {
    const lane = raceForOneUnit();
    lane.pay(1);
    const records = lane.records.length;
    for (const type of ["begin-payment", "pay"] as const) {
      expect(lane.of(type, 1)).toMatchObject({ ok: true, changed: false });
    }
    expect(lane.records.length).toBe(records);
  });

  test("works after the sale was ended, while the hold is open", () => {
    const lane = raceForOneUnit();
    lane.ask({ type: "end", reason: "stopped" });
    expect(stateOf(lane.pay(1))).toBe("paid");
  });

  test("an outage lengthens a hold in which a payment has begun", () => {
    const lane = raceForOneUnit();
    lane.pass(50);
    lane.of("begin-payment", 1);
    lane.batch([], 100_000);
    expect(claimOf(lane, 1)).toMatchObject({
      state: "paying",
      expiresAt: START + 50_000 + PAYMENT_MS + 100_000,
    });
  });
});

describe("a paid claim", () => {
  test("refuses who waits for its unit, finally, while that claim goes on waiting", () => {
    const lane = raceForOneUnit();
    lane.pay(1);
    expect(lane.claim(2)).toMatchObject({ ok: false, refusal: { code: "sold_out", final: true } });
    expect(claimOf(lane, 2)?.state).toBe("waiting");
  });

  test("stands: it cannot be given up, and a bar leaves it alone", () => {
    const lane = raceForOneUnit();
    lane.pay(1);
    expect(stateOf(lane.ask({ type: "release", place: 1 }))).toBe("claim_paid");
    expect(stateOf(lane.ask({ type: "give-up", place: 1 }))).toBe("claim_paid");
    lane.ask({ type: "bar", place: 1, reason: "test" });
    expect(claimOf(lane, 1)?.state).toBe("paid");
  });

  test("whose money fails gives its unit to the lowest place that waits", () => {
    const lane = raceForOneUnit();
    lane.pay(1);
    expect(stateOf(lane.giveBack(1))).toBe("returned");
    expect(claimOf(lane, 2)).toMatchObject({ state: "held", expiresAt: START + HOLD_MS });
    expect(lane.giveBack(1)).toMatchObject({ ok: true, changed: false });
    expect(lane.state.variants[0]).toMatchObject({ held: 1, sold: 0 });
  });

  test("is returned only if it was paid", () => {
    const lane = raceForOneUnit();
    expect(stateOf(lane.giveBack(1))).toBe("claim_unpaid");
    lane.of("begin-payment", 1);
    expect(stateOf(lane.giveBack(1))).toBe("claim_unpaid");
  });
});

test("a fan may cancel while a payment is under way, and what comes then is refused", () => {
  const lane = raceForOneUnit();
  lane.of("begin-payment", 1);
  expect(stateOf(lane.ask({ type: "release", place: 1 }))).toBe("released");
  expect(claimOf(lane, 2)?.state).toBe("held");
  expect(stateOf(lane.of("pay", 1))).toBe("claim_over");
});

test("a bar ends a claim whose payment is under way", () => {
  const lane = raceForOneUnit();
  lane.of("begin-payment", 1);
  lane.ask({ type: "bar", place: 1, reason: "test" });
  expect(stateOf(lane.of("pay", 1))).toBe("claim_over");
});

test("a refusal of a payment is answered with a record, which a lane that was lost cannot append", () => {
  const lane = raceForOneUnit();
  const unknown = { place: 9, claimId: "unknown" };
  for (const type of ["begin-payment", "pay"] as const) {
    const before = lane.records.length;
    expect(stateOf(lane.ask({ type, ...unknown }))).toBe("claim_not_found");
    expect(lane.records.length).toBe(before + 1);
  }
});
