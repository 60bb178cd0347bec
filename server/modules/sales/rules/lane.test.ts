import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { evolve } from "./lane-evolve.ts";
import type { LaneEvent, LaneTerms } from "./lane-events.ts";
import { replayRecord, sealRecord, settleRecord, type SealedRecord } from "./lane-record.ts";
import { LaneState } from "./lane-state.ts";
import { advance, decide, type LaneCommand, type LaneReply } from "./lane.ts";

const SALE = "01999999-0000-7000-8000-000000000001";
const START = 1_700_000_000_000;

const TERMS: LaneTerms = {
  kind: "draw",
  variants: [
    { id: "a", stock: 5, limit: 2 },
    { id: "b", stock: 3, limit: 1 },
  ],
  drawnPlaces: 40,
  holdMs: 60_000,
  admissionMargin: 0.1,
  waitingLimit: 10,
  pollsPerSecond: 10,
  draw: null,
};

/** A lane whose every batch becomes a record, as the writer makes them. */
class Bench {
  readonly state = new LaneState(SALE);
  readonly records: SealedRecord[] = [];
  at = START;
  private claims = 0;

  constructor(terms: Partial<LaneTerms> = {}) {
    this.state.at = this.at;
    this.ask({ type: "take-over", owner: "test" });
    this.ask({ type: "found", terms: { ...TERMS, ...terms } });
  }

  /** Runs one batch with these commands after `afterMs`. */
  batch(commands: readonly LaneCommand[], afterMs = 0): LaneReply[] {
    this.at += afterMs;
    const events: LaneEvent[] = [];
    advance(this.state, this.at, events);
    const replies = commands.map((command) => decide(this.state, command, events));
    if (events.length > 0) {
      const record = sealRecord(this.state, events);
      settleRecord(this.state, record);
      this.records.push(record);
    }
    return replies;
  }

  ask(command: LaneCommand, afterMs = 0): LaneReply {
    const [reply] = this.batch([command], afterMs);
    if (reply === undefined) throw new Error("no reply");
    return reply;
  }

  /** @param lines [variant index, quantity] pairs */
  claim(place: number, ...lines: (readonly [number, number])[]): LaneReply {
    this.claims += 1;
    return this.ask({
      type: "claim",
      place,
      claimId: `claim-${this.claims}`,
      lines: this.state.pool.of(lines.length > 0 ? lines : [[0, 1]]),
    });
  }

  /** Time passes second by second, as the writer's ticks make it. */
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) this.batch([], 1000);
  }

  replayed(): LaneState {
    const state = new LaneState(SALE);
    for (const record of this.records) replayRecord(state, record.body, record.digest);
    return state;
  }
}

const stateOf = (reply: LaneReply) => (reply.ok ? reply.claim?.state : reply.refusal.code);

describe("a lane", () => {
  test("refuses a claim before the opening and after the end", () => {
    const lane = new Bench();
    expect(stateOf(lane.claim(1))).toBe("sale_not_open");
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(1))).toBe("held");
    lane.ask({ type: "end", reason: "stopped" });
    expect(stateOf(lane.claim(2))).toBe("sale_ended");
    expect(lane.state.claims.get(1)?.state).toBe("held");
  });

  test("admits by stock: no more places than the free units and the margin could serve", () => {
    const lane = new Bench();
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
    const lane = new Bench();
    lane.ask({ type: "open" });
    const first = lane.state.admittedThrough;
    lane.pass(59);
    expect(lane.state.admittedThrough).toBe(first);
    lane.pass(2);
    expect(lane.state.admittedThrough).toBe(first * 2);
    expect(stateOf(lane.claim(1))).toBe("held");
  });

  test("takes all lines of a claim or none", () => {
    const lane = new Bench({ admissionMargin: 9 });
    lane.ask({ type: "open" });
    for (const place of [1, 2, 3]) expect(stateOf(lane.claim(place, [1, 1]))).toBe("held");
    expect(stateOf(lane.claim(4, [0, 1], [1, 1]))).toBe("waiting");
    expect(lane.state.variants.map((variant) => variant.held)).toEqual([0, 3]);
    expect(stateOf(lane.claim(5, [0, 2]))).toBe("held");
  });

  test("answers the same claim again and refuses another one of the same place", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    const first = lane.claim(1, [0, 1]);
    expect(lane.claim(1, [0, 1])).toEqual({ ...first, changed: false } as LaneReply);
    expect(stateOf(lane.claim(1, [0, 2]))).toBe("claim_differs");
    expect(lane.state.variants[0]?.held).toBe(1);
  });

  test("refuses quantities over the line's limit and variants that the sale does not have", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    expect(stateOf(lane.claim(1, [0, 3]))).toBe("quantity_too_large");
    expect(stateOf(lane.claim(1, [7, 1]))).toBe("unknown_variant");
    expect(lane.state.claims.size).toBe(0);
  });

  test("gives returned units to the lowest waiting place that they can serve", () => {
    const lane = new Bench({ variants: [{ id: "a", stock: 2, limit: 2 }], admissionMargin: 9 });
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
    const lane = new Bench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.claim(2);
    lane.pass(30);
    lane.ask({ type: "release", place: 1 });
    expect(lane.state.claims.get(2)?.expiresAt).toBe(lane.at + 60_000);
  });

  test("expires a hold at its end and passes the units on", () => {
    const lane = new Bench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
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
    const lane = new Bench();
    lane.ask({ type: "open" });
    lane.claim(1);
    const before = lane.state.claims.get(1)?.expiresAt ?? 0;
    lane.batch([], 600_000);
    expect(lane.state.claims.get(1)).toMatchObject({ state: "held", expiresAt: before + 600_000 });
    expect(lane.replayed().claims.get(1)?.expiresAt).toBe(before + 600_000);
  });

  test("refuses for want of stock without finality while holds are open", () => {
    const lane = new Bench({
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
    const lane = new Bench();
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
    const lane = new Bench();
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.ask({ type: "release", place: 1 });
    lane.ask({ type: "bar", place: 1, reason: "duplicate_person" });
    lane.ask({ type: "restore", place: 1 });
    expect(stateOf(lane.claim(1))).toBe("claim_over");
  });

  test("lets a fan leave, and admits another in the same turn", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    lane.ask({ type: "give-up", place: 2 });
    expect(stateOf(lane.claim(2))).toBe("place_given_up");
    lane.pass(1);
    expect(lane.state.admittedThrough).toBe(6);
  });

  test("pausing stops the line and not those already admitted", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    lane.ask({ type: "pause" });
    lane.pass(120);
    expect(lane.state.admittedThrough).toBe(5);
    expect(stateOf(lane.claim(3))).toBe("held");
    lane.ask({ type: "resume" });
    lane.pass(1);
    expect(lane.state.admittedThrough).toBeGreaterThan(5);
  });

  test("has no line in an open sale and serves the waiting in the order of their coming", () => {
    const lane = new Bench({
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
    const lane = new Bench({ variants: [{ id: "a", stock: 1, limit: 1 }], admissionMargin: 9 });
    lane.ask({ type: "open" });
    lane.claim(1);
    lane.claim(2);
    lane.ask({ type: "add-stock", variantIndex: 0, units: 3 });
    expect(lane.state.claims.get(2)?.state).toBe("held");
    expect(lane.state.freeUnits).toBe(2);
  });

  test("replay stops at an outcome that cannot have happened", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    const state = lane.replayed();
    expect(() => evolve(state, ["held", 1, "x", [[0, 6]], START])).toThrow("never more units held");
    expect(() => evolve(state, ["admitted", 0, 0])).toThrow("only moves forward");
  });

  test("a changed byte in a record breaks its chain", () => {
    const lane = new Bench();
    lane.ask({ type: "open" });
    const record = lane.records.at(-1);
    if (record === undefined) throw new Error("no record");
    record.body[record.body.length - 3] = (record.body.at(-3) ?? 0) ^ 1;
    expect(() => lane.replayed()).toThrow(`record ${record.sequence}: its digest`);
  });
});

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
  for (const turn of state.turns) expect(turn.outstanding).toBeGreaterThanOrEqual(0);
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
        { maxLength: 40 },
      ),
      (kind, batches) => {
        const lane = new Bench({ kind, drawnPlaces: kind === "draw" ? 40 : 0 });
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
