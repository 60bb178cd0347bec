import { expect, test } from "bun:test";
import fc from "fast-check";
import { anyLaneCommand, LaneBench } from "../../../../tests/support/lane-bench.ts";
import { isOpenHold } from "./claim-states.ts";
import type { LaneState } from "./lane-state.ts";

/** So few units that fans soon wait for those that come back. */
const FEW = [
  { id: "a", stock: 3, limit: 2 },
  { id: "b", stock: 2, limit: 1 },
];

/** What must hold after every batch, whatever was asked. */
function check(state: LaneState): void {
  const held = state.variants.map(() => 0);
  const sold = state.variants.map(() => 0);
  const reserved = state.variants.map(() => 0);
  let waiting = 0;
  for (const claim of state.claims.values()) {
    if (claim.state === "waiting") {
      waiting += 1;
      expect(state.fits(claim.lines)).toBe(false);
    }
    if (isOpenHold(claim.state)) expect(claim.expiresAt).toBeGreaterThan(state.at);
    const units = isOpenHold(claim.state) ? held : claim.state === "paid" ? sold : [];
    for (const [index, quantity] of claim.lines.lines) {
      units[index] = (units[index] ?? 0) + quantity;
    }
  }
  for (const code of state.codes.values()) {
    if (code.state !== "issued") continue;
    if (code.expiresAt !== null) expect(code.expiresAt).toBeGreaterThan(state.recordedAt);
    reserved[code.variantIndex] = (reserved[code.variantIndex] ?? 0) + code.units;
  }
  expect(state.variants.map((variant) => variant.held)).toEqual(held);
  expect(state.variants.map((variant) => variant.sold)).toEqual(sold);
  expect(state.variants.map((variant) => variant.reserved)).toEqual(reserved);
  expect(state.waiting.size).toBe(waiting);
  for (const variant of state.variants) {
    expect(variant.held + variant.sold + variant.reserved).toBeLessThanOrEqual(variant.stock);
  }
  for (const { from, through, outstanding } of state.turns) {
    let open = 0;
    for (let place = from; place <= through; place += 1) {
      const isOver = state.claims.has(place) || state.givenUp.has(place);
      if (!isOver && !state.barred.has(place)) open += 1;
    }
    expect(outstanding).toBe(open);
  }
}

const snapshot = (state: LaneState) => ({
  claims: [...state.claims.values()].map((claim) => ({ ...claim, lines: claim.lines.key })),
  variants: state.variants,
  codes: [...state.codes],
  paid: state.paidClaims,
  held: state.heldClaims,
  turns: state.turns,
  barred: [...state.barred],
  givenUp: [...state.givenUp],
  admittedThrough: state.admittedThrough,
  admissionLimit: state.admissionLimit,
  free: state.freeUnits,
  epoch: state.epoch,
  sequence: state.sequence,
  phase: state.phase,
});

test("whatever is asked of a lane, in whatever batches, its invariants hold and its log replays to it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("draw" as const, "open" as const),
      fc.array(
        fc.tuple(
          fc.array(anyLaneCommand, { maxLength: 8 }),
          fc.constantFrom(0, 1, 400, 1_000, 2_900, 20_000, 70_000),
        ),
        { maxLength: 40, size: "max" },
      ),
      // Short holds end in a run, long ones live through it.
      fc.constantFrom(1_500, 60_000),
      (kind, batches, holdMs) => {
        const drawnPlaces = kind === "draw" ? 40 : 0;
        const lane = new LaneBench({ kind, holdMs, drawnPlaces, variants: FEW });
        lane.ask({ type: "open" });
        for (const [commands, afterMs] of batches) {
          lane.batch(
            commands.map((command) => lane.commandOf(command)),
            afterMs,
          );
          check(lane.state);
        }
        expect(snapshot(lane.replayed())).toEqual(snapshot(lane.state));
      },
    ),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 300), seed: 7 },
  );
});
