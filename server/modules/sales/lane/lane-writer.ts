import { invariant } from "../../../platform/failure.ts";
import type { LaneEvent } from "../rules/lane-events.ts";
import { BrokenLogError, replayRecord, sealRecord, settleRecord } from "../rules/lane-record.ts";
import { record } from "../rules/lane-decisions.ts";
import { LaneState } from "../rules/lane-state.ts";
import { advance, decide } from "../rules/lane.ts";
import type { LaneCommand } from "../rules/lane-commands.ts";
import { appendUntilKnown, type KnownOutcome } from "./append-until-known.ts";
import type { AsOf, LaneAnswer, LaneUnavailable } from "./lane-answers.ts";
import { LaneFeed } from "./lane-feed.ts";
import { LatencyMeter } from "./latency-meter.ts";
import type { LaneStatus, LaneWriterOptions } from "./lane-writer-options.ts";

/** While appends follow each other closely a batch gathers for this long. */
const GATHER_MS = 4;
/** The most commands in one record. */
const BATCH_MOST = 5_000;
/** The most commands that wait; beyond them the lane is busy. */
const QUEUE_MOST = 50_000;
/** An append that takes longer leaves its clients with an unknown outcome. */
const STALLED_AFTER_MS = 3_000;
/** How often time alone is looked at. */
const IDLE_MS = 250;
/** Between two attempts to take the lane over. */
const TAKEOVER_RETRY_MS = 200;
const TAKEOVER_ATTEMPTS_MOST = 50;
/** Of a batch the first claim is timed, which waits the longest, and then one in so many. */
const TIMED_EVERY = 16;

interface Pending {
  readonly command: LaneCommand;
  readonly answer: (answer: LaneAnswer) => void;
  /** When it came, if it is one of those that are timed. */
  readonly timedFrom: number | undefined;
}

/**
 * The one writer of a lane. It gathers commands, decides them in memory, appends one record for the
 * batch, and answers only once that record is durable. One append is in flight at a time; the next
 * batch grows meanwhile. Fencing is the log's: a writer that has lost its lane learns it from its
 * next append, before it can grant anybody anything. A refusal appends nothing; so whoever runs it
 * looks after its lock, and asks it to prove itself when that was free for a while.
 */
export class LaneWriter {
  readonly state: LaneState;
  /** Digests by sequence - 1, for receipts. */
  readonly digests: Uint8Array[] = [];
  /** What of the log the control room shows. */
  readonly feed = new LaneFeed();
  /** How long claims take from their coming to the durable answer. */
  readonly latency = new LatencyMeter();
  private readonly options: LaneWriterOptions;
  private queue: Pending[] = [];
  private wake: (() => void) | undefined;
  private stalled = false;
  private closing = false;
  private isProofAsked = false;
  private ended: Promise<void> = Promise.resolve();
  private clockOffsetMs = 0;
  private batchStartedAt = Number.NEGATIVE_INFINITY;
  #status: LaneStatus = "taking-over";

  constructor(options: LaneWriterOptions) {
    this.options = options;
    this.state = new LaneState(options.saleId);
  }

  get status(): LaneStatus {
    return this.#status;
  }

  /** Lane time now: ms since 1970, carried forward by the monotonic clock since the takeover. */
  nowMs(): number {
    return Math.floor(this.options.timers.monotonicMs() + this.clockOffsetMs);
  }

  /** Replays the log and takes the lane over; then answers. */
  async start(): Promise<LaneStatus> {
    if (await this.takeOver()) {
      this.#status = "running";
      this.ended = this.run();
    }
    return this.#status;
  }

  /** Resolves once the outcome is durable, or the lane cannot tell. Never rejects. */
  submit(command: LaneCommand): Promise<LaneAnswer> {
    if (this.#status === "elsewhere" || this.#status === "halted") {
      return Promise.resolve({ kind: "unavailable", reason: this.#status });
    }
    if (this.stalled || this.closing) {
      return Promise.resolve({ kind: "unavailable", reason: "stalled" });
    }
    if (this.queue.length >= QUEUE_MOST) {
      return Promise.resolve({ kind: "unavailable", reason: "busy" });
    }
    return new Promise((answer) => {
      const isTimed = command.type === "claim" && this.queue.length % TIMED_EVERY === 0;
      const timedFrom = isTimed ? this.options.timers.monotonicMs() : undefined;
      this.queue.push({ command, answer, timedFrom });
      this.wake?.();
    });
  }

  /** Resolves when the batch under way is durable, or the lane cannot tell. */
  async settled(): Promise<void> {
    // No line is shorter than none, so this command changes nothing and is answered after a batch.
    await this.submit({ type: "extend-line", highestPlace: 0 });
  }

  /** Appends a record even if nothing happens, and so learns whether the lane is still its own. */
  async prove(): Promise<void> {
    this.isProofAsked = true;
    await this.settled();
  }

  /** Another writer has the lane, or is about to. */
  lose(reason: string): void {
    this.finish("elsewhere", reason);
  }

  /** Stops loudly: what this lane has acknowledged is contradicted. */
  halt(reason: string): void {
    this.finish("halted", reason);
  }

  /** Takes no more commands, finishes the batch under way and ends. */
  async close(): Promise<void> {
    this.closing = true;
    this.wake?.();
    await this.ended;
  }

  private async takeOver(): Promise<boolean> {
    const { log, owner, terms } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.replayTail();
        this.setClock(await log.nowMs());
        const events: LaneEvent[] = [];
        this.state.at = this.nowMs();
        decide(this.state, { type: "take-over", owner }, events);
        if (this.state.phase === "unfounded") decide(this.state, { type: "found", terms }, events);
        advance(this.state, this.nowMs(), events, true);
        const outcome = await this.append(events);
        if (outcome === "appended") return true;
        this.finish(outcome === "gap" ? "halted" : "elsewhere", "another writer took over first");
        return false;
      } catch (error) {
        if (error instanceof BrokenLogError) {
          this.finish("halted", error.message);
          return false;
        }
        if (this.#status !== "taking-over" || this.closing || attempt >= TAKEOVER_ATTEMPTS_MOST) {
          this.finish("elsewhere", error instanceof Error ? error.message : String(error));
          return false;
        }
        await this.options.timers.sleep(TAKEOVER_RETRY_MS);
      }
    }
  }

  private async replayTail(): Promise<void> {
    const { log, saleId } = this.options;
    for await (const record of log.read(saleId, this.state.sequence)) {
      if (record.sequence !== this.state.sequence + 1) {
        throw new BrokenLogError(this.state.sequence + 1, "it is missing");
      }
      this.feed.add(replayRecord(this.state, record.body, record.digest), this.state);
      this.digests.push(record.digest);
    }
  }

  private setClock(storeNowMs: number): void {
    const nowMs = Math.max(storeNowMs, this.state.recordedAt);
    this.clockOffsetMs = nowMs - this.options.timers.monotonicMs();
  }

  private async run(): Promise<void> {
    while (this.#status === "running") {
      if (this.queue.length === 0 && !this.closing) await this.nap();
      const gatherMs = this.batchStartedAt + GATHER_MS - this.options.timers.monotonicMs();
      if (gatherMs > 0) await this.options.timers.sleep(gatherMs);
      if (this.#status !== "running") return;
      const batch = this.takeBatch();
      try {
        await this.runBatch(batch);
      } catch (error) {
        // A bug, and the state may stand half changed: whoever takes over starts from the log.
        for (const { answer } of batch) answer({ kind: "unavailable", reason: "outcome-unknown" });
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.finish("elsewhere", `a batch failed: ${reason}`);
        return;
      }
      if (this.closing && this.queue.length === 0) return;
    }
  }

  private takeBatch(): readonly Pending[] {
    const batch = this.queue.length <= BATCH_MOST ? this.queue : this.queue.slice(0, BATCH_MOST);
    this.queue = this.queue.length <= BATCH_MOST ? [] : this.queue.slice(BATCH_MOST);
    return batch;
  }

  private async runBatch(batch: readonly Pending[]): Promise<void> {
    this.batchStartedAt = this.options.timers.monotonicMs();
    this.options.onBatch?.(batch.length);
    const events: LaneEvent[] = [];
    advance(this.state, this.nowMs(), events);
    const replies = batch.map(({ command }) => decide(this.state, command, events));
    if (this.isProofAsked && events.length === 0) record(this.state, ["tick"], events);
    this.isProofAsked = false;
    if (events.length > 0) {
      const outcome = await this.append(events, batch);
      if (outcome !== "appended") {
        for (const { answer } of batch)
          answer({ kind: "unavailable", reason: this.endReason(outcome) });
        this.finish(
          outcome === "gap" ? "halted" : "elsewhere",
          outcome === "gap" ? "the log has lost its end" : "another writer took over",
        );
        return;
      }
    }
    const { sequence, digest, recordedAt } = this.state;
    const asOf: AsOf = { sequence, digest, at: recordedAt };
    const nowMs = this.options.timers.monotonicMs();
    for (const [index, { answer, timedFrom }] of batch.entries()) {
      const reply = replies[index];
      invariant(reply !== undefined, "every command has a reply");
      answer({ kind: "reply", reply, asOf });
      if (timedFrom !== undefined) this.latency.add(nowMs - timedFrom, nowMs);
    }
  }

  /** Makes the record durable; the state stands behind it then. */
  private async append(
    events: readonly LaneEvent[],
    batch: readonly Pending[] = [],
  ): Promise<KnownOutcome> {
    const { log, saleId, timers } = this.options;
    const record = sealRecord(this.state, events);
    const startedAt = timers.monotonicMs();
    const outcome = await appendUntilKnown(record, {
      log,
      saleId,
      timers,
      stalledAfterMs: STALLED_AFTER_MS,
      onStalled: () => this.stall(batch),
      givesUp: () => this.hasEnded || (this.closing && this.stalled),
    });
    this.stalled = false;
    if (outcome === "appended") {
      settleRecord(this.state, record);
      this.digests.push(record.digest);
      const { sequence, epoch } = record;
      const written = { sequence, epoch, at: this.state.at, events };
      this.feed.add(written, this.state, timers.monotonicMs() - startedAt);
    }
    return outcome;
  }

  /** The log takes too long: nobody is kept waiting, and nobody is told what is not known. */
  private stall(batch: readonly Pending[]): void {
    this.stalled = true;
    for (const { answer } of batch) answer({ kind: "unavailable", reason: "outcome-unknown" });
    for (const { answer } of this.queue) answer({ kind: "unavailable", reason: "stalled" });
    this.queue = [];
  }

  private get hasEnded(): boolean {
    return this.#status === "elsewhere" || this.#status === "halted";
  }

  private endReason(outcome: "conflict" | "gap"): LaneUnavailable {
    return outcome === "gap" || this.#status === "halted" ? "halted" : "elsewhere";
  }

  private finish(status: "elsewhere" | "halted", reason: string): void {
    if (this.hasEnded) return;
    this.#status = status;
    for (const { answer } of this.queue) answer({ kind: "unavailable", reason: status });
    this.queue = [];
    this.wake?.();
    this.options.onEnd?.(status, reason);
  }

  /** Until there is a command, or time alone should be looked at. */
  private async nap(): Promise<void> {
    let cancel = () => {};
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      cancel = this.options.timers.after(IDLE_MS, resolve);
    });
    cancel();
    this.wake = undefined;
  }
}
