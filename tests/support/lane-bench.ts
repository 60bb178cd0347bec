import fc from "fast-check";
import type { ClaimLine } from "../../server/modules/sales/rules/claim-lines.ts";
import type { LaneEvent, LaneTerms } from "../../server/modules/sales/rules/lane-events.ts";
import {
  replayRecord,
  sealRecord,
  settleRecord,
  type SealedRecord,
} from "../../server/modules/sales/rules/lane-record.ts";
import { LaneState } from "../../server/modules/sales/rules/lane-state.ts";
import { advance, decide } from "../../server/modules/sales/rules/lane.ts";
import type { LaneCommand, LaneReply } from "../../server/modules/sales/rules/lane-commands.ts";

export const SALE = "01999999-0000-7000-8000-000000000001";
export const START = 1_700_000_000_000;

/** Eight units of two variants, forty drawn places. */
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
export class LaneBench {
  readonly state: LaneState;
  readonly records: SealedRecord[] = [];
  at = START;
  private claims = 0;

  constructor(terms: Partial<LaneTerms> = {}, saleId = SALE) {
    this.state = new LaneState(saleId);
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

  /** @param lines [variant index, quantity] pairs; one unit of the first variant unless told */
  claim(place: number, ...lines: ClaimLine[]): LaneReply {
    return this.ask(
      this.commandOf({ type: "claim", place, lines: lines.length > 0 ? lines : [[0, 1]] }),
    );
  }

  /** A drawn-up command for this lane, where a claim has an id and its lines are interned. */
  commandOf(given: AnyLaneCommand): LaneCommand {
    if (given.type !== "claim") return given;
    this.claims += 1;
    const { type, place } = given;
    return { type, place, claimId: this.claimId(), lines: this.state.pool.of(given.lines) };
  }

  /** The ids of claims, in the order of asking: `claim-1`, `claim-2`, and so on. */
  protected claimId(): string {
    return `claim-${this.claims}`;
  }

  /** Time passes second by second, as the writer's ticks make it. */
  pass(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) this.batch([], 1000);
  }

  replayed(): LaneState {
    const state = new LaneState(this.state.saleId);
    for (const record of this.records) replayRecord(state, record.body, record.digest);
    return state;
  }
}

/** The claim's state, or why the lane refused. */
export const stateOf = (reply: LaneReply) => (reply.ok ? reply.claim?.state : reply.refusal.code);

/** A command whose claim has no id and whose lines are not interned yet. */
export type AnyLaneCommand =
  | Exclude<LaneCommand, { type: "claim" }>
  | { readonly type: "claim"; readonly place: number; readonly lines: readonly ClaimLine[] };

/** Most often one of the first places, so that what is asked meets what was asked before. */
const anyPlace = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 14 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 45 }) },
);

/** Most often lines that the lane can take; else too many, of too many, or of what is not sold. */
const anyLines: fc.Arbitrary<ClaimLine[]> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom<ClaimLine[]>(
      [[0, 1]],
      [[0, 2]],
      [[1, 1]],
      [
        [0, 1],
        [1, 1],
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.uniqueArray(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 3 })), {
      selector: ([variant]) => variant,
      minLength: 1,
      maxLength: 2,
    }),
  },
);

const ofPlace = <Type extends "release" | "give-up" | "restore">(type: Type) =>
  fc.record({ type: fc.constant(type), place: anyPlace });

/** Whatever may be asked of a lane under way. */
export const anyLaneCommand: fc.Arbitrary<AnyLaneCommand> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant("claim" as const),
      place: anyPlace,
      lines: anyLines,
    }),
  },
  { weight: 4, arbitrary: ofPlace("release") },
  { weight: 1, arbitrary: ofPlace("give-up") },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("bar" as const),
      place: anyPlace,
      reason: fc.constantFrom("a", "b"),
    }),
  },
  { weight: 2, arbitrary: ofPlace("restore") },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("add-stock" as const),
      variantIndex: fc.nat({ max: 2 }),
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
