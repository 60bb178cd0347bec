import { describe, expect, test } from "bun:test";
import { LaneBench, START, stateOf } from "../../../../tests/support/lane-bench.ts";

/** A lane of two units, one of them reserved for code 1. */
function withCode(expiresAt: number | null = null): LaneBench {
  const lane = new LaneBench({ variants: [{ id: "a", stock: 2, limit: 2 }], admissionMargin: 9 });
  expect(lane.issue(1, 1, expiresAt)).toMatchObject({ ok: true, changed: true });
  lane.ask({ type: "open" });
  return lane;
}

const claimOf = (lane: LaneBench, place: number) => lane.state.claims.get(place);

describe("a friend code", () => {
  test("is backed by a unit that nobody else gets", () => {
    const lane = withCode();
    expect(stateOf(lane.claim(1))).toBe("held");
    expect(stateOf(lane.claim(2))).toBe("waiting");
    expect(lane.state.variants[0]).toMatchObject({ held: 1, reserved: 1 });
    expect(lane.state.freeUnits).toBe(0);
  });

  test("makes a claim ahead of the line", () => {
    const lane = withCode();
    const last = lane.state.highestPlace;
    expect(last).toBeGreaterThan(lane.state.admittedThrough);
    expect(stateOf(lane.redeem(last, 1))).toBe("held");
    expect(lane.state.variants[0]).toMatchObject({ held: 1, reserved: 0 });
    expect(claimOf(lane, last)).toMatchObject({ codeNumber: 1, expiresAt: START + 60_000 });
  });

  test("redeems once; whoever redeemed it gets the same claim again", () => {
    const lane = withCode();
    lane.redeem(9, 1);
    const again = lane.redeem(9, 1);
    expect(again).toMatchObject({ ok: true, changed: false, claim: { place: 9 } });
    expect(stateOf(lane.redeem(10, 1))).toBe("code_used");
    expect(lane.state.claims.size).toBe(1);
  });

  test("serves a claim that waits for as much, and no claim for something else", () => {
    const lane = withCode();
    lane.claim(1);
    lane.claim(2);
    expect(stateOf(lane.claim(3, [0, 2]))).toBe("waiting");
    expect(stateOf(lane.redeem(3, 1))).toBe("claim_differs");
    expect(stateOf(lane.redeem(1, 1))).toBe("claim_differs");
    const id = claimOf(lane, 2)?.id ?? "";
    expect(lane.redeem(2, 1)).toMatchObject({ ok: true, claim: { id, state: "held" } });
    expect(lane.state.waiting.size).toBe(1);
  });

  test("is issued once, and only while free units back it", () => {
    const lane = withCode();
    expect(lane.issue(1)).toMatchObject({ ok: true, changed: false });
    expect(lane.issue(2, 2)).toMatchObject({
      ok: false,
      refusal: { code: "stock_too_small", free: 1 },
    });
    const codes = [1, 2].map((units) => ({
      number: units + 1,
      variantIndex: 0,
      units,
      expiresAt: null,
    }));
    expect(stateOf(lane.ask({ type: "issue-codes", codes }))).toBe("stock_too_small");
    expect(lane.state.codes.size).toBe(1);
  });

  test("that expires frees its unit for who waits, and counts no more", () => {
    const lane = withCode(START + 5_000);
    lane.claim(1);
    lane.claim(2);
    lane.pass(5);
    expect(claimOf(lane, 2)?.state).toBe("held");
    expect(lane.redeem(9, 1)).toMatchObject({
      ok: false,
      refusal: { code: "code_over", state: "expired" },
    });
  });

  test("whose time is over already is not issued", () => {
    const lane = withCode();
    expect(lane.issue(2, 1, START)).toMatchObject({ ok: true, changed: false });
    expect(stateOf(lane.redeem(9, 2))).toBe("code_unknown");
  });

  test("that is revoked frees its unit; one that was used cannot be", () => {
    const lane = withCode();
    lane.ask({ type: "revoke-code", codeNumber: 1 });
    expect(lane.state.freeUnits).toBe(2);
    expect(lane.redeem(9, 1)).toMatchObject({ refusal: { code: "code_over", state: "revoked" } });
    lane.issue(2);
    lane.redeem(9, 2);
    expect(stateOf(lane.ask({ type: "revoke-code", codeNumber: 2 }))).toBe("code_used");
    expect(stateOf(lane.ask({ type: "revoke-code", codeNumber: 77 }))).toBe("code_unknown");
  });

  test("is spent by the claim that it made, also if the hold expires", () => {
    const lane = withCode();
    lane.redeem(9, 1);
    lane.pass(60);
    expect(claimOf(lane, 9)?.state).toBe("expired");
    expect(lane.state.freeUnits).toBe(2);
    expect(stateOf(lane.redeem(10, 1))).toBe("code_used");
  });

  test("does not help before the opening, after the end, or a place that is barred", () => {
    const lane = new LaneBench();
    lane.issue(1);
    expect(stateOf(lane.redeem(1, 1))).toBe("sale_not_open");
    lane.ask({ type: "open" });
    lane.ask({ type: "bar", place: 1, reason: "test" });
    expect(stateOf(lane.redeem(1, 1))).toBe("place_barred");
    lane.ask({ type: "end", reason: "stopped" });
    expect(stateOf(lane.redeem(2, 1))).toBe("sale_ended");
    expect(lane.state.variants[0]?.reserved).toBe(0);
    expect(stateOf(lane.issue(2))).toBe("sale_ended");
  });

  test("keeps others from being told that nothing can come back", () => {
    const lane = new LaneBench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    // The place is admitted while the unit is free, and comes when a code has taken it.
    lane.ask({ type: "open" });
    lane.issue(1);
    expect(stateOf(lane.claim(1))).toBe("waiting");
    lane.ask({ type: "revoke-code", codeNumber: 1 });
    expect(claimOf(lane, 1)?.state).toBe("held");
  });
});
