import { unreachable } from "../../../platform/failure.ts";
import type { LaneEvent } from "../rules/lane-events.ts";
import type { LaneRecord } from "../rules/lane-record.ts";
import type { LaneState } from "../rules/lane-state.ts";
import { LaneHistory } from "./lane-history.ts";

/** What an operator wants to see of a lane's log. Claims are left out: the figures tell of them. */
export type FeedEntry =
  | { readonly type: "founded" | "opened" | "paused" | "resumed" }
  /** For the first time no unit was free; for the first time units came back. */
  | { readonly type: "sold-out" | "first-return" }
  | { readonly type: "admission-limited"; readonly placesPerMinute: number | null }
  | { readonly type: "taken-over"; readonly owner: string; readonly epoch: number }
  | { readonly type: "outage"; readonly gapMs: number }
  | { readonly type: "ended"; readonly reason: string }
  | { readonly type: "admitted"; readonly through: number }
  | { readonly type: "barred"; readonly place: number; readonly reason: string }
  | { readonly type: "restored"; readonly place: number }
  | { readonly type: "stock-added"; readonly variantId: string; readonly units: number }
  | { readonly type: "codes-issued"; readonly codes: number; readonly units: number }
  | { readonly type: "code-ended"; readonly number: number; readonly how: string };

/** The entries of one record. */
export interface FeedMessage {
  readonly sequence: number;
  /** Lane time, ms since 1970. */
  readonly at: number;
  readonly entries: readonly FeedEntry[];
}

/** So many messages are kept; the line's steps of an hour are about as many. */
const MESSAGES_MOST = 20_000;
const FORGOTTEN_AT_ONCE = 2_000;
/** So many are kept for newcomers, besides steps of the line. */
const STEPS_MOST = 200;
/** Of the line's own steps a newcomer is told so many. */
const LINE_STEPS_TOLD = 10;

/**
 * What of the lane's log the control room shows, from the first record on: a writer that takes over
 * replays the log and so knows all of it. It looks at each event of the hot path, so it only counts
 * and compares; nobody has to watch for it to be complete.
 */
export class LaneFeed {
  /** Who writes the lane, as the last takeover named itself. */
  owner = "";
  /** The newest record that it knows, whatever was in it. */
  lastSequence = 0;
  /** Claims that ended so, since the lane was founded. */
  released = 0;
  returned = 0;
  /** Holds that ended in vain. */
  expired = 0;
  /** The course of the lane since its opening. */
  readonly history = new LaneHistory();
  private readonly paying = new Set<number>();
  private readonly messages: FeedMessage[] = [];
  private readonly steps: FeedMessage[] = [];
  private isSoldOut = false;
  private hasReturns = false;
  private variantIds: readonly string[] = [];
  private forgottenThrough = 0;
  private appends = { lastMs: 0, mostMs: 0 };

  /** Claims whose payment is under way. */
  get payingClaims(): number {
    return this.paying.size;
  }

  /** Claims that ended before or after they were paid; their units found others or are free. */
  get returns(): number {
    return this.released + this.expired + this.returned;
  }

  /**
   * @param state as the record left it
   * @param appendMs how long it took to make the record durable; undefined in replay
   */
  add(record: LaneRecord, state: LaneState, appendMs?: number): void {
    this.lastSequence = record.sequence;
    let entries: FeedEntry[] | undefined;
    for (const event of record.events) {
      const entry = this.take(event, record.epoch);
      if (entry !== undefined) (entries ??= []).push(entry);
    }
    for (const entry of this.firsts(state)) (entries ??= []).push(entry);
    this.history.take(state, this.returns);
    if (entries !== undefined) this.keep({ sequence: record.sequence, at: record.at, entries });
    if (appendMs === undefined) return;
    this.appends.lastMs = appendMs;
    this.appends.mostMs = Math.max(this.appends.mostMs, appendMs);
  }

  /** The messages after a record, and whether none of them has been forgotten. */
  after(sequence: number): { messages: readonly FeedMessage[]; isWhole: boolean } {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.messages[middle]?.sequence ?? 0) > sequence) high = middle;
      else low = middle + 1;
    }
    return {
      messages: this.messages.slice(low),
      isWhole: sequence >= this.forgottenThrough,
    };
  }

  /**
   * The last messages, so many at the most. Before the very newest those in which the line only
   * moved are left out: it moves several times a second.
   */
  newest(count: number): readonly FeedMessage[] {
    const last = this.messages.slice(-LINE_STEPS_TOLD);
    const from = last[0]?.sequence ?? 0;
    return [...this.steps.filter(({ sequence }) => sequence < from), ...last].slice(-count);
  }

  /** The last append's time, and the longest since this was last asked. */
  takeAppendTimes(): { readonly lastMs: number; readonly mostMs: number } {
    const taken = this.appends;
    this.appends = { lastMs: taken.lastMs, mostMs: 0 };
    return taken;
  }

  private keep(message: FeedMessage): void {
    this.messages.push(message);
    if (this.messages.length > MESSAGES_MOST) this.forgetOldest();
    if (message.entries.every(({ type }) => type === "admitted")) return;
    this.steps.push(message);
    if (this.steps.length > STEPS_MOST) this.steps.shift();
  }

  private *firsts(state: LaneState): Iterable<FeedEntry> {
    if (!this.isSoldOut && state.soldOutAt !== undefined) {
      this.isSoldOut = true;
      yield { type: "sold-out" };
    }
    if (!this.hasReturns && this.returns > 0) {
      this.hasReturns = true;
      yield { type: "first-return" };
    }
  }

  private forgetOldest(): void {
    const gone = this.messages.splice(0, FORGOTTEN_AT_ONCE);
    this.forgottenThrough = gone.at(-1)?.sequence ?? this.forgottenThrough;
  }

  /** Counts the event, and says what the room is told of it. The crowd's events stand first. */
  private take(event: LaneEvent, epoch: number): FeedEntry | undefined {
    switch (event[0]) {
      case "held":
      case "waiting":
      case "granted":
      case "redeemed":
      case "given-up":
      case "places":
      case "tick":
        return undefined;
      case "paying":
        this.paying.add(event[1]);
        return undefined;
      case "paid":
        this.paying.delete(event[1]);
        return undefined;
      case "expired":
        this.paying.delete(event[1]);
        this.expired += 1;
        return undefined;
      case "released":
        this.paying.delete(event[1]);
        this.released += 1;
        return undefined;
      case "returned":
        this.returned += 1;
        return undefined;
      case "founded":
        this.variantIds = event[1].variants.map(({ id }) => id);
        return { type: "founded" };
      case "taken-over":
        this.owner = event[1];
        return { type: "taken-over", owner: event[1], epoch };
      case "opened":
      case "paused":
      case "resumed":
        return { type: event[0] };
      case "outage":
        return { type: "outage", gapMs: event[1] };
      case "ended":
        return { type: "ended", reason: event[1] };
      case "admitted":
        return { type: "admitted", through: event[1] };
      case "admission-limited":
        return { type: "admission-limited", placesPerMinute: event[1] };
      case "barred":
        return { type: "barred", place: event[1], reason: event[2] };
      case "restored":
        return { type: "restored", place: event[1] };
      case "stock-added":
        return {
          type: "stock-added",
          variantId: this.variantIds[event[1]] ?? "",
          units: event[2],
        };
      case "codes-issued": {
        const units = event[1].reduce((sum, code) => sum + code.units, 0);
        return { type: "codes-issued", codes: event[1].length, units };
      }
      case "code-ended":
        return { type: "code-ended", number: event[1], how: event[2] };
      default:
        return unreachable(event);
    }
  }
}
