import fc from "fast-check";
import type { ClaimLine } from "../../server/modules/sales/rules/claim-lines.ts";
import type {
  LaneEvent,
  LaneTerms,
  ReturnReason,
} from "../../server/modules/sales/rules/lane-events.ts";
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
  paymentMs: 30_000,
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
    if (given.type === "claim") {
      this.claims += 1;
      const { type, place } = given;
      return { type, place, claimId: this.claimId(), lines: this.state.pool.of(given.lines) };
    }
    if (given.type === "redeem-code") {
      this.claims += 1;
      return { ...given, claimId: this.claimId() };
    }
    if (given.type === "begin-payment" || given.type === "pay" || given.type === "return") {
      return { ...given, claimId: this.state.claims.get(given.place)?.id ?? "none" };
    }
    return given;
  }

  /** Asks for what concerns the claim of a place as it stands. */
  of(type: "begin-payment" | "pay", place: number, afterMs = 0): LaneReply {
    return this.ask(this.commandOf({ type, place }), afterMs);
  }

  /** The place's claim is paid in full. */
  pay(place: number): LaneReply {
    this.of("begin-payment", place);
    return this.of("pay", place);
  }

  giveBack(place: number): LaneReply {
    return this.ask(this.commandOf({ type: "return", place, reason: "capture_failed" }));
  }

  /** Issues a code worth `units` of the first variant. */
  issue(number: number, units = 1, expiresAt: number | null = null): LaneReply {
    return this.ask({
      type: "issue-codes",
      codes: [{ number, variantIndex: 0, units, expiresAt }],
    });
  }

  redeem(place: number, codeNumber: number, afterMs = 0): LaneReply {
    return this.ask(this.commandOf({ type: "redeem-code", place, codeNumber }), afterMs);
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

/** A command that names no claim by its id yet, and whose lines are not interned. */
export type AnyLaneCommand =
  | Exclude<LaneCommand, { readonly claimId: string }>
  | { readonly type: "claim"; readonly place: number; readonly lines: readonly ClaimLine[] }
  | { readonly type: "redeem-code"; readonly place: number; readonly codeNumber: number }
  | { readonly type: "begin-payment"; readonly place: number }
  | { readonly type: "pay"; readonly place: number }
  | { readonly type: "return"; readonly place: number; readonly reason: ReturnReason };

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

const ofPlace = <Type extends "release" | "give-up" | "restore" | "begin-payment" | "pay">(
  type: Type,
) => fc.record({ type: fc.constant(type), place: anyPlace });

const anyCodeNumber = fc.integer({ min: 1, max: 6 });

const anyCode = fc.record({
  number: anyCodeNumber,
  variantIndex: fc.nat({ max: 2 }),
  units: fc.integer({ min: 1, max: 2 }),
  expiresAt: fc.option(fc.integer({ min: START, max: START + 300_000 })),
});

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
  { weight: 4, arbitrary: ofPlace("begin-payment") },
  { weight: 4, arbitrary: ofPlace("pay") },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("return" as const),
      place: anyPlace,
      reason: fc.constantFrom("capture_failed" as const, "refunded" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("issue-codes" as const),
      codes: fc.uniqueArray(anyCode, { selector: (code) => code.number, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("redeem-code" as const),
      place: anyPlace,
      codeNumber: anyCodeNumber,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("revoke-code" as const), codeNumber: anyCodeNumber }),
  },
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
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("limit-admission" as const),
      placesPerMinute: fc.option(fc.integer({ min: 1, max: 600 })),
    }),
  },
);
