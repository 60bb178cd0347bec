import { describe, expect, test } from "bun:test";
import { LaneBench, START, stateOf } from "../../../../tests/support/lane-bench.ts";
import { evolve } from "./lane-evolve.ts";
import type { LaneReply } from "./lane-commands.ts";

describe("a lane", () => {
  test("refuses a claim before the opening and after the end", () => {
    const lane = new LaneBench();
    expect(stateOf(lane.claim(1))).toBe("sale_not_open");
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(1))).toBe("held");
    lane.ask({ type: "end", reason: "stopped" });
    expect(stateOf(lane.claim(2))).toBe("sale_ended");
    expect(lane.state.claims.get(1)?.state).toBe("held");
  });

  test("admits by stock: no more places than the free units and the margin could serve", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    // 8 units, at most 2 a claim, 10 % margin: ceil(8 / 2 × 1.1) places.
    expect(lane.state.admittedThrough).toBe(5);
    expect(lane.claim(6)).toEqual({
      ok: false,
      refusal: { code: "not_your_turn", placesAhead: 0 },
    });
    expect(lane.claim(9)).toEqual({
      ok: false,
      refusal: { code: "not_your_turn", placesAhead: 3 },
    });
  });

  test("moves on when those whose turn it was do not come", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    const first = lane.state.admittedThrough;
    lane.pass(59);
    expect(lane.state.admittedThrough).toBe(first);
    lane.pass(2);
    expect(lane.state.admittedThrough).toBe(first * 2);
    expect(stateOf(lane.claim(1))).toBe("held");
  });

  test("takes all lines of a claim or none", () => {
    const lane = new LaneBench({ admissionMargin: 9 });
    lane.ask({ type: "open" });
    for (const place of [1, 2, 3]) expect(stateOf(lane.claim(place, [1, 1]))).toBe("held");
    expect(stateOf(lane.claim(4, [0, 1], [1, 1]))).toBe("waiting");
    expect(lane.state.variants.map((variant) => variant.held)).toEqual([0, 3]);
    expect(stateOf(lane.claim(5, [0, 2]))).toBe("held");
  });

  test("answers the same claim again and refuses another one of the same place", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    const first = lane.claim(1, [0, 1]);
    expect(lane.claim(1, [0, 1])).toEqual({ ...first, changed: false } as LaneReply);
    expect(stateOf(lane.claim(1, [0, 2]))).toBe("claim_differs");
    expect(lane.state.variants[0]?.held).toBe(1);
  });

  test("refuses quantities over the line's limit and variants that the sale does not have", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(1, [0, 3]))).toBe("quantity_too_large");
    expect(stateOf(lane.claim(1, [7, 1]))).toBe("unknown_variant");
    expect(lane.state.claims.size).toBe(0);
  });

  test("gives returned units to the lowest waiting place that they can serve", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 2, limit: 2 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(5, [0, 1]);
    lane.claim(6, [0, 1]);
    expect(stateOf(lane.claim(4, [0, 2]))).toBe("waiting");
    expect(stateOf(lane.claim(8, [0, 1]))).toBe("waiting");
    expect(stateOf(lane.claim(7, [0, 1]))).toBe("waiting");
    lane.ask({ type: "release", place: 6 });
    expect(lane.state.claims.get(7)?.state).toBe("held");
    lane.batch([
      { type: "release", place: 5 },
      { type: "release", place: 7 },
    ]);
    // One unit came back at a time, so the claim for two waits on while a claim for one is served.
    expect(lane.state.claims.get(8)?.state).toBe("held");
    expect(lane.state.claims.get(4)?.state).toBe("waiting");
  });

  test("starts the hold of a waiting fan when the units come", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.claim(2);
    lane.pass(30);
    lane.ask({ type: "release", place: 1 });
    expect(lane.state.claims.get(2)?.expiresAt).toBe(lane.at + 60_000);
  });

  test("expires a hold at its end and passes the units on", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.claim(2);
    lane.pass(59);
    expect(lane.state.claims.get(1)?.state).toBe("held");
    lane.pass(1);
    expect(lane.state.claims.get(1)?.state).toBe("expired");
    expect(lane.state.claims.get(2)?.state).toBe("held");
    expect(stateOf(lane.claim(1))).toBe("claim_over");
    expect(lane.ask({ type: "release", place: 1 }).ok).toBe(false);
  });

  test("adds the length of an outage to open holds and turns", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.claim(1);
    const before = lane.state.claims.get(1)?.expiresAt ?? 0;
    lane.batch([], 600_000);
    expect(lane.state.claims.get(1)).toMatchObject({ state: "held", expiresAt: before + 600_000 });
    expect(lane.replayed().claims.get(1)?.expiresAt).toBe(before + 600_000);
  });

  test("refuses for want of stock without finality while holds are open", () => {
    const lane = new LaneBench({
      variants: [{ id: "a", stock: 1, limit: 1 }],
      waitingLimit: 1,
      admissionMargin: 9,
    });
    lane.ask({ type: "open" });
    lane.claim(1);
    expect(stateOf(lane.claim(2))).toBe("waiting");
    expect(lane.claim(3)).toEqual({ ok: false, refusal: { code: "sold_out", final: false } });
  });

  test("skips a barred place, releases its claim, and lets it claim again once restored", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    expect(lane.state.claims.get(1)?.state).toBe("released");
    expect(lane.claim(1)).toEqual({
      ok: false,
      refusal: { code: "place_barred", reason: "duplicate_person" },
    });
    lane.ask({ type: "restore", place: 1 });
    expect(stateOf(lane.claim(1))).toBe("held");
    expect(stateOf(lane.ask({ type: "restore", place: 1 }))).toBe("place_not_barred");
  });

  test("does not give a place back that its fan had released before the bar", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.ask({ type: "release", place: 1 });
    lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    lane.ask({ type: "restore", place: 1 });
    expect(stateOf(lane.claim(1))).toBe("claim_over");
  });

  test("lets a fan leave, and admits another in the same turn", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.ask({ type: "give-up", place: 2 });
    expect(stateOf(lane.claim(2))).toBe("place_given_up");
    lane.pass(1);
    expect(lane.state.admittedThrough).toBe(6);
  });

  test("pausing stops the line and not those already admitted", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    lane.ask({ type: "pause" });
    lane.pass(120);
    expect(lane.state.admittedThrough).toBe(5);
    expect(stateOf(lane.claim(3))).toBe("held");
    lane.ask({ type: "resume" });
    lane.pass(1);
    expect(lane.state.admittedThrough).toBeGreaterThan(5);
  });

  test("knows the same claim by what it asks for, not by who kept its lines", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    const first = lane.claim(1, [0, 2]);
    const lines = { key: "0x2", lines: [[0, 2]], units: 2 } as const;
    const again = lane.ask({ type: "claim", place: 1, claimId: "another", lines });
    expect(again).toEqual({ ...first, changed: false } as typeof again);
  });

  test("pausing an open sale stops its claims, and resuming takes them again", () => {
    const lane = new LaneBench({ kind: "open", drawnPlaces: 0 });
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(1))).toBe("held");
    lane.ask({ type: "pause" });
    expect(stateOf(lane.claim(2))).toBe("admission_paused");
    lane.ask({ type: "resume" });
    expect(stateOf(lane.claim(2))).toBe("held");
  });

  test("has no line in an open sale and serves the waiting in the order of their coming", () => {
    const lane = new LaneBench({
      kind: "open",
      drawnPlaces: 0,
      variants: [{ id: "a", stock: 1, limit: 1 }],
    });
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(900))).toBe("held");
    expect(stateOf(lane.claim(800))).toBe("waiting");
    expect(stateOf(lane.claim(700))).toBe("waiting");
    lane.ask({ type: "release", place: 900 });
    expect(lane.state.claims.get(800)?.state).toBe("held");
  });

  test("serves waiting fans from added stock", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.claim(2);
    lane.ask({ type: "add-stock", variantIndex: 0, units: 3 });
    expect(lane.state.claims.get(2)?.state).toBe("held");
    expect(lane.state.freeUnits).toBe(2);
  });

  test("replay stops at an outcome that cannot have happened", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    const state = lane.replayed();
    expect(() => evolve(state, ["held", 1, "x", [[0, 6]], START])).toThrow("never more units held");
    expect(() => evolve(state, ["admitted", 0, 0])).toThrow("only moves forward");
  });

  test("a changed byte in a record breaks its chain", () => {
    const lane = new LaneBench();
    lane.ask({ type: "open" });
    const record = lane.records.at(-1);
    if (record === undefined) throw new Error("no record");
    record.body[record.body.length - 3] = (record.body.at(-3) ?? 0) ^ 1;
    expect(() => lane.replayed()).toThrow(`record ${record.sequence}: its digest`);
  });
});
