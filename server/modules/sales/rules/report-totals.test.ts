import { describe, expect, test } from "bun:test";
import { LaneBench, SALE, START } from "../../../../tests/support/lane-bench.ts";
import type { LaneTerms } from "./lane-events.ts";
import { BrokenLogError } from "./lane-record.ts";
import { TotalsCounter } from "./report-totals.ts";

const ONE_UNIT: Partial<LaneTerms> = {
  variants: [{ id: "a", stock: 1, limit: 1 }],
  admissionMargin: 9,
};

function countOf(lane: LaneBench): TotalsCounter {
  const counter = new TotalsCounter(SALE);
  for (const { body, digest } of lane.records) counter.add(body, digest);
  return counter;
}

const iso = (ms: number) => new Date(ms).toISOString();

describe("the totals of a log", () => {
  test("of a sale that was never opened are noughts", () => {
    const lane = new LaneBench();
    lane.ask({ type: "end", reason: "stopped" });
    expect(countOf(lane).totals()).toEqual({
      records: 3,
      lastDigest: Buffer.from(lane.state.digest).toString("hex"),
      takeovers: 1,
      unitsOffered: 8,
      unitsSold: 0,
      unitsHeld: 0,
      unitsReserved: 0,
      unitsFree: 8,
      claims: 0,
      paid: 0,
      held: 0,
      released: 0,
      expired: 0,
      returned: 0,
      codesIssued: 0,
      codesRedeemed: 0,
      waitedInVain: 0,
      grantedFromReturns: 0,
      givenUp: 0,
      barred: 0,
      openedAt: null,
      soldOutAt: null,
      secondsToSellOut: null,
      endedAt: iso(START),
      stockAdded: [],
    });
  });

  test("say when it sold out, where returned units went, and who waited in vain", () => {
    const lane = new LaneBench(ONE_UNIT);
    lane.ask({ type: "open" }, 1_000);
    for (const place of [1, 2, 3, 4]) lane.claim(place);
    lane.ask({ type: "give-up", place: 9 });
    lane.ask({ type: "release", place: 1 }, 1_000);
    lane.pass(60);
    lane.ask({ type: "end", reason: "stopped" });
    const totals = countOf(lane).totals();
    expect(totals).toMatchObject({
      claims: 4,
      held: 1,
      released: 1,
      expired: 1,
      grantedFromReturns: 2,
      waitedInVain: 1,
      givenUp: 1,
      unitsOffered: 1,
      unitsHeld: 1,
      unitsFree: 0,
      openedAt: iso(START + 1_000),
      soldOutAt: iso(START + 1_000),
      secondsToSellOut: 0,
    });
    expect(totals.records).toBe(lane.records.length);
    // Each claim has one end, or holds.
    const { claims, held, released, expired, waitedInVain } = totals;
    expect(held + released + expired + waitedInVain).toBe(claims);
  });

  test("say what was sold, what came back, and what friend codes were worth", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 4, limit: 2 }] });
    lane.issue(1, 2);
    lane.issue(2);
    lane.ask({ type: "open" });
    lane.redeem(30, 1);
    lane.claim(1);
    for (const place of [30, 1]) lane.pay(place);
    lane.giveBack(1);
    expect(countOf(lane).totals()).toMatchObject({
      unitsSold: 2,
      unitsHeld: 0,
      unitsReserved: 1,
      unitsFree: 1,
      paid: 1,
      returned: 1,
      codesIssued: 2,
      codesRedeemed: 1,
      claims: 2,
    });
  });

  test("date the stock that was added, by variant", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.ask({ type: "add-stock", variantIndex: 1, units: 3 }, 2_000);
    const totals = countOf(lane).totals();
    expect(totals.stockAdded).toEqual([{ at: iso(START + 2_000), variantId: "b", units: 3 }]);
    expect(totals.unitsOffered).toBe(11);
  });

  test("count the seconds from the opening to the first moment without a free unit", () => {
    const lane = new LaneBench(ONE_UNIT);
    lane.ask({ type: "open" }, 500);
    lane.pass(4);
    lane.claim(1);
    lane.ask({ type: "release", place: 1 });
    lane.claim(2);
    expect(countOf(lane).totals().secondsToSellOut).toBe(4);
  });

  test("count each takeover", () => {
    const lane = new LaneBench();
    for (const owner of ["b", "c"]) lane.ask({ type: "take-over", owner });
    expect(countOf(lane).totals().takeovers).toBe(3);
  });

  test("break off at a record that does not follow", () => {
    const lane = new LaneBench();
    const counter = new TotalsCounter(SALE);
    expect(() => counter.add(new Uint8Array(3), new Uint8Array(32))).toThrow(BrokenLogError);
    expect(lane.records).toHaveLength(2);
  });
});

describe("the removals of a log", () => {
  const barAt = (lane: LaneBench, place: number, reason: string, afterMs = 1_000) =>
    lane.ask({ type: "bar", place, reason }, afterMs);

  test("are told with their reason, and with the time of their end", () => {
    const lane = new LaneBench();
    barAt(lane, 1, "duplicate_person");
    barAt(lane, 2, "payment_fraud");
    lane.ask({ type: "restore", place: 1 }, 1_000);
    const counter = countOf(lane);
    expect(counter.removals()).toEqual([
      {
        place: 1,
        reason: "duplicate_person",
        barredAt: iso(START + 1_000),
        restoredAt: iso(START + 3_000),
      },
      { place: 2, reason: "payment_fraud", barredAt: iso(START + 2_000), restoredAt: null },
    ]);
    expect(counter.totals().barred).toBe(2);
  });

  test("of a place that is barred again stand one after the other", () => {
    const lane = new LaneBench();
    barAt(lane, 1, "duplicate_person");
    lane.ask({ type: "restore", place: 1 }, 1_000);
    barAt(lane, 1, "duplicate_person");
    const ends = countOf(lane)
      .removals()
      .map(({ restoredAt }) => restoredAt);
    expect(ends).toEqual([iso(START + 2_000), null]);
  });

  test("end when their reason is changed, and leave none open after the place is restored", () => {
    const lane = new LaneBench();
    barAt(lane, 1, "duplicate_person");
    barAt(lane, 1, "payment_fraud");
    lane.ask({ type: "restore", place: 1 }, 1_000);
    expect(countOf(lane).removals()).toMatchObject([
      { reason: "duplicate_person", restoredAt: iso(START + 2_000) },
      { reason: "payment_fraud", restoredAt: iso(START + 3_000) },
    ]);
  });
});
