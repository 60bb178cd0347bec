import type { FeedEntry, FeedMessage, LiveFrame } from "./live-frames.ts";

/** What stands in the room's log besides the lane's own events. */
export type LoggedEntry =
  | FeedEntry
  | { readonly type: "whereabouts"; readonly lane: LiveFrame["lane"] }
  | { readonly type: "gap" };

export interface LogLine {
  /** Rises with each line, so that it names one. */
  readonly key: number;
  readonly at: string;
  readonly entry: LoggedEntry;
}

const LINES_MOST = 200;

/** The log of events, newest first and bounded. Steps of the line in a row are one. */
export class LiveLog {
  private lines: LogLine[] = [];
  private lastSequence = 0;
  private nextKey = 1;

  /** A message that is told again, as after a reconnection, is not logged twice. */
  takeFeed({ sequence, at, entries }: FeedMessage): void {
    if (sequence <= this.lastSequence) return;
    this.lastSequence = sequence;
    for (const entry of entries) this.add(at, entry);
  }

  /** What was before is not known here any more; numbers may begin anew. */
  takeGap(at: string): void {
    this.lastSequence = 0;
    if (this.lines.length > 0) this.add(at, { type: "gap" });
  }

  /** The sale's lane is elsewhere than in the frame before. */
  takeWhereabouts(at: string, lane: LiveFrame["lane"]): void {
    this.add(at, { type: "whereabouts", lane });
  }

  view(): readonly LogLine[] {
    return this.lines;
  }

  /** The newest line that is more than a step of the line of fans: what is read out. */
  get newestStep(): LogLine | undefined {
    return this.lines.find(({ entry }) => entry.type !== "admitted");
  }

  private add(at: string, entry: LoggedEntry): void {
    const line = { key: this.nextKey, at, entry };
    this.nextKey += 1;
    const [newest, ...older] = this.lines;
    const isOneMore = entry.type === "admitted" && newest?.entry.type === "admitted";
    this.lines = isOneMore
      ? [{ ...line, key: newest.key }, ...older]
      : [line, ...this.lines].slice(0, LINES_MOST);
  }
}
