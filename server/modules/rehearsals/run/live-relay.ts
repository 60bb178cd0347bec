import type { Clock } from "../../../platform/clock.ts";
import { LiveListener } from "../../sales/index.ts";

const AGAIN_MS = 300;
const HEARTBEAT_MS = 15_000;
const encoder = new TextEncoder();

/** Where the sale that is rehearsed can be watched. */
export interface LiveSource {
  readonly url: string;
  readonly key: string;
  readonly saleId: string;
}

/**
 * Passes the live stream of the rehearsal's own server on to whoever watches here, and says how far
 * the rehearsal is in between. The source is read only while somebody watches.
 */
export class LiveRelay {
  private readonly clock: Clock;
  private readonly listeners = new Set<LiveListener>();
  private source: LiveSource | undefined;
  private reading: AbortController | undefined;
  /** What newcomers are told at once. */
  private figures: Uint8Array | undefined;
  private progress: Uint8Array | undefined;
  private readonly heartbeat: ReturnType<typeof setInterval>;

  constructor(clock: Clock) {
    this.clock = clock;
    this.heartbeat = setInterval(() => this.send(encoder.encode(": beat\n\n")), HEARTBEAT_MS);
  }

  get listening(): number {
    return this.listeners.size;
  }

  listen(): ReadableStream<Uint8Array> {
    const listener = new LiveListener(this.clock.monotonicMs(), undefined, (gone) => {
      this.listeners.delete(gone);
      if (this.listeners.size === 0) this.stopReading();
    });
    this.listeners.add(listener);
    listener.send(encoder.encode("retry: 1000\n\n"));
    for (const frame of [this.progress, this.figures]) {
      if (frame !== undefined) listener.send(frame);
    }
    this.startReading();
    return listener.stream;
  }

  tellProgress(progress: object): void {
    this.progress = encoder.encode(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`);
    this.send(this.progress);
  }

  /** From now on this sale is shown instead of any before. */
  show(source: LiveSource): void {
    this.stopReading();
    this.source = source;
    this.figures = undefined;
    if (this.listeners.size > 0) this.startReading();
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.heartbeat);
    this.source = undefined;
    this.stopReading();
    for (const listener of this.listeners) listener.end();
  }

  private send(frame: Uint8Array): void {
    for (const listener of this.listeners) listener.send(frame);
  }

  private startReading(): void {
    if (this.reading !== undefined || this.source === undefined) return;
    this.reading = new AbortController();
    void this.readUntil(this.reading.signal, this.source);
  }

  private stopReading(): void {
    this.reading?.abort();
    this.reading = undefined;
  }

  /** The server is killed now and then on purpose: then it is asked again until it answers. */
  private async readUntil(signal: AbortSignal, source: LiveSource): Promise<void> {
    const address = `${source.url}/api/v1/sales/${source.saleId}/live`;
    const headers = { authorization: `Bearer ${source.key}` };
    while (!signal.aborted) {
      try {
        const answer = await fetch(address, { headers, signal });
        if (answer.ok && answer.body !== null) {
          for await (const frame of framesOf(answer.body)) {
            if (signal.aborted) return;
            this.relay(frame);
          }
        }
      } catch {
        // It was killed, or is being started again.
      }
      if (!signal.aborted) await Bun.sleep(AGAIN_MS);
    }
  }

  private relay(frame: string): void {
    const event = /^event: (\w+)$/m.exec(frame)?.[1];
    if (event === undefined) return;
    const bytes = encoder.encode(`${frame}\n\n`);
    if (event === "figures") this.figures = bytes;
    this.send(bytes);
  }
}

/** Server-sent events as they come, each without the empty line at its end. */
async function* framesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const frames = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = frames.pop() ?? "";
    yield* frames;
  }
}
