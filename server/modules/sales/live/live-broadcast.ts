import type { Clock } from "../../../platform/clock.ts";
import type { Log } from "../../../platform/log.ts";
import type { FeedMessage, LaneFeed } from "../lane/lane-feed.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import { figuresOfLane, type LiveFigures } from "./live-figures.ts";
import { LiveListener } from "./live-listener.ts";

/** Two frames a second: as many as an eye follows. */
const FRAME_MS = 500;
/** Figures that did not change are told again, so that nobody takes them for old. */
const REPEAT_MS = 1_000;
/** A listener comes again after so long, so that who may listen is checked again. */
const LISTEN_MS = 10 * 60_000;
/** What a listener who comes for the first time is told of what was before. */
const NEWEST = 50;

const encoder = new TextEncoder();

export interface BroadcastDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** The lane, if it runs here. */
  readonly findLane: () => RunningLane | undefined;
  /** What is known of a sale whose lane does not. */
  readonly findAbsent: () => Promise<LiveFigures>;
  /** Called when the last listener has gone. */
  readonly onSilent: () => void;
}

/**
 * One sale for all who watch it: each frame is made and encoded once. Nothing runs while nobody
 * watches.
 */
export class LiveBroadcast {
  private readonly deps: BroadcastDeps;
  private readonly listeners = new Set<LiveListener>();
  private readonly timer: ReturnType<typeof setInterval>;
  private telling: Promise<void> | undefined;
  /** The last frame of figures: what newcomers are told at once, and what need not be repeated. */
  private frame: { text: string; bytes: Uint8Array } | undefined;
  /** Of the lane that ran here last: when that is over, its last words are still to be told. */
  private feed: LaneFeed | undefined;
  /** The record up to which every listener has been told the feed. */
  private toldThrough: number | undefined;
  private lastSentAtMs: number;

  constructor(deps: BroadcastDeps) {
    this.deps = deps;
    this.lastSentAtMs = deps.clock.monotonicMs();
    this.timer = setInterval(() => void this.tell(), FRAME_MS);
  }

  /**
   * Opens a stream: the figures at once, then what the listener has missed of the feed.
   * @param lastEventId the record up to which the listener knows the feed already
   */
  listen(lastEventId: number | undefined, onGone: () => void): LiveListener {
    const listener = new LiveListener(this.deps.clock.monotonicMs(), lastEventId, (gone) => {
      this.listeners.delete(gone);
      onGone();
      if (this.listeners.size === 0) this.fallSilent();
    });
    this.listeners.add(listener);
    listener.send(encoder.encode("retry: 1000\n\n"));
    if (this.frame !== undefined) listener.send(this.frame.bytes);
    if (this.feed !== undefined) listener.send(historyBytes(this.feed));
    void this.tell();
    return listener;
  }

  close(): void {
    for (const listener of this.listeners) listener.end();
    this.fallSilent();
  }

  private fallSilent(): void {
    clearInterval(this.timer);
    this.deps.onSilent();
  }

  /** One frame; those that are due while it is made are left out. */
  private tell(): Promise<void> {
    this.telling ??= this.tellAll()
      .catch((error: unknown) => this.deps.log.warn({ err: error }, "could not show a sale live"))
      .finally(() => {
        this.telling = undefined;
      });
    return this.telling;
  }

  private async tellAll(): Promise<void> {
    const lane = this.deps.findLane();
    // With the lane here nothing is waited for, so that a newcomer has the figures at once.
    const startedMs = this.deps.clock.monotonicMs();
    const figures =
      lane === undefined ? await this.deps.findAbsent() : figuresOfLane(lane, startedMs);
    const text = JSON.stringify(figures);
    if (text !== this.frame?.text || startedMs - this.lastSentAtMs >= REPEAT_MS) {
      const at = new Date(lane?.writer.nowMs() ?? this.deps.clock.wallMs()).toISOString();
      this.frame = { text, bytes: eventBytes("figures", { at, ...figures }) };
      this.sendAll(this.frame.bytes);
    }
    const feed = lane?.writer.feed ?? this.feed;
    const isAnother = feed !== this.feed;
    this.feed = feed;
    if (feed !== undefined && isAnother) this.sendAll(historyBytes(feed));
    if (this.feed !== undefined) this.tellFeed(this.feed);
    const nowMs = this.deps.clock.monotonicMs();
    for (const listener of this.listeners) {
      if (nowMs - listener.openedAtMs >= LISTEN_MS) listener.end();
    }
  }

  private tellFeed(feed: LaneFeed): void {
    const { messages } = feed.after((this.toldThrough ??= feed.lastSequence));
    const last = messages.at(-1);
    if (last !== undefined) {
      this.toldThrough = last.sequence;
      const bytes = feedBytes(messages);
      for (const listener of this.listeners) if (listener.caughtUp) listener.send(bytes);
    }
    for (const listener of this.listeners) if (!listener.caughtUp) catchUp(listener, feed);
  }

  private sendAll(bytes: Uint8Array): void {
    this.lastSentAtMs = this.deps.clock.monotonicMs();
    for (const listener of this.listeners) listener.send(bytes);
  }
}

/** Tells a listener all of the feed that it does not know; what follows comes to all alike. */
function catchUp(listener: LiveListener, feed: LaneFeed): void {
  listener.caughtUp = true;
  const { lastEventId } = listener;
  const isKnown = lastEventId !== undefined && lastEventId <= feed.lastSequence;
  const missed = isKnown ? feed.after(lastEventId) : undefined;
  // What was forgotten here, or belongs to a log that has lost its end, is not made up.
  if (lastEventId !== undefined && missed?.isWhole !== true) {
    listener.send(eventBytes("gap", { after: lastEventId }));
  }
  const messages = missed?.isWhole === true ? missed.messages : feed.newest(NEWEST);
  if (messages.length > 0) listener.send(feedBytes(messages));
}

/** The chart so far: a room that was opened late, or was away, draws it from the opening on. */
function historyBytes(feed: LaneFeed): Uint8Array {
  return eventBytes("history", feed.history.view());
}

/** The feed's events carry their record as the id that a browser sends when it comes again. */
function feedBytes(messages: readonly FeedMessage[]): Uint8Array {
  const events = messages.map(({ sequence, at, entries }) => {
    const data = JSON.stringify({ sequence, at: new Date(at).toISOString(), entries });
    return `id: ${sequence}\nevent: feed\ndata: ${data}\n\n`;
  });
  return encoder.encode(events.join(""));
}

function eventBytes(event: string, data: unknown): Uint8Array {
  return encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
