import { expect, test } from "bun:test";
import fc from "fast-check";
import { LaneBench } from "../../../../tests/support/lane-bench.ts";
import type { LaneState } from "./lane-state.ts";
import type { LaneCommand } from "./lane.ts";

const anyCommand = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant("claim" as const),
      place: fc.integer({ min: 1, max: 45 }),
      lines: fc.uniqueArray(
        fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 3 })),
        {
          selector: ([variant]) => variant,
          minLength: 1,
          maxLength: 2,
        },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("release" as const),
      place: fc.integer({ min: 1, max: 45 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("give-up" as const),
      place: fc.integer({ min: 1, max: 45 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("bar" as const),
      place: fc.integer({ min: 1, max: 45 }),
      reason: fc.constantFrom("a", "b"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("restore" as const),
      place: fc.integer({ min: 1, max: 45 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("add-stock" as const),
      variantIndex: fc.integer({ min: 0, max: 2 }),
      units: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("extend-line" as const),
      highestPlace: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ type: "pause" as const }, { type: "resume" as const }),
  },
);

/** What must hold after every batch, whatever was asked. */
function check(state: LaneState): void {
  const held = state.variants.map(() => 0);
  let waiting = 0;
  for (const claim of state.claims.values()) {
    if (claim.state === "waiting") {
      waiting += 1;
      expect(state.fits(claim.lines)).toBe(false);
    }
    if (claim.state !== "held") continue;
    expect(claim.expiresAt).toBeGreaterThan(state.at);
    for (const [index, quantity] of claim.lines.lines) held[index] = (held[index] ?? 0) + quantity;
  }
  expect(state.variants.map((variant) => variant.held)).toEqual(held);
  expect(state.waiting.size).toBe(waiting);
  for (const variant of state.variants) expect(variant.held).toBeLessThanOrEqual(variant.stock);
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
  turns: state.turns,
  barred: [...state.barred],
  givenUp: [...state.givenUp],
  admittedThrough: state.admittedThrough,
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
          fc.array(anyCommand, { maxLength: 8 }),
          fc.constantFrom(0, 1, 400, 1000, 20_000, 70_000),
        ),
        { maxLength: 40, size: "max" },
      ),
      (kind, batches) => {
        const lane = new LaneBench({ kind, drawnPlaces: kind === "draw" ? 40 : 0 });
        lane.ask({ type: "open" });
        let claims = 0;
        for (const [commands, afterMs] of batches) {
          lane.batch(
            commands.map((command): LaneCommand =>
              command.type === "claim"
                ? {
                    ...command,
                    claimId: `c${(claims += 1)}`,
                    lines: lane.state.pool.of(command.lines),
                  }
                : command,
            ),
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
