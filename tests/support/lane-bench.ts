import type { LaneEvent, LaneTerms } from "../../server/modules/sales/rules/lane-events.ts";
import {
  replayRecord,
  sealRecord,
  settleRecord,
  type SealedRecord,
} from "../../server/modules/sales/rules/lane-record.ts";
import { LaneState } from "../../server/modules/sales/rules/lane-state.ts";
import {
  advance,
  decide,
  type LaneCommand,
  type LaneReply,
} from "../../server/modules/sales/rules/lane.ts";

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

/** The claim's state, or why the lane refused. */
export const stateOf = (reply: LaneReply) => (reply.ok ? reply.claim?.state : reply.refusal.code);
