import type { Clock } from "../../../platform/clock.ts";
import { LiveListener } from "../../sales/index.ts";

const AGAIN_MS = 300;
/** How far it is is told so often, that nobody takes a quiet stage for a dead connection. */
const REPEAT_MS = 2_000;
const encoder = new TextEncoder();

/** Where the sale that is rehearsed can be watched. */
export interface LiveSource {
  readonly url: string;
  readonly key: string;
  readonly saleId: string;
}

/**
 * Passes the live stream of the rehearsal's own server on to whoever watches here, and says how far
 * the rehearsal is in between. Each who watches has a stream of that server for itself, so that a
 * room opened late is told of the course so far and of what happened, as by any server.
 */
export class LiveRelay {
  private readonly clock: Clock;
  /** Who watches, and what ends the reading for them. */
  private readonly listeners = new Map<LiveListener, AbortController>();
  private source: LiveSource | undefined;
  /** What newcomers are told at once. */
  private progress: Uint8Array | undefined;
  private readonly repeating: ReturnType<typeof setInterval>;

  constructor(clock: Clock) {
    this.clock = clock;
    this.repeating = setInterval(() => this.sendProgress(), REPEAT_MS);
  }

  get listening(): number {
    return this.listeners.size;
  }

  listen(): ReadableStream<Uint8Array> {
    const listener = new LiveListener(this.clock.monotonicMs(), undefined, (gone) => {
      this.listeners.get(gone)?.abort();
      this.listeners.delete(gone);
    });
    listener.send(encoder.encode("retry: 1000\n\n"));
    if (this.progress !== undefined) listener.send(this.progress);
    this.startReading(listener);
    return listener.stream;
  }

  tellProgress(progress: object): void {
    this.progress = encoder.encode(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`);
    this.sendProgress();
  }

  /** From now on this sale is shown instead of any before. */
  show(source: LiveSource): void {
    this.source = source;
    for (const listener of this.listeners.keys()) this.startReading(listener);
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.repeating);
    this.source = undefined;
    for (const listener of this.listeners.keys()) listener.end();
  }

  private sendProgress(): void {
    if (this.progress === undefined) return;
    for (const listener of this.listeners.keys()) listener.send(this.progress);
  }

  private startReading(listener: LiveListener): void {
    this.listeners.get(listener)?.abort();
    const reading = new AbortController();
    this.listeners.set(listener, reading);
    if (this.source !== undefined) void passOn(this.source, listener, reading.signal);
  }
}

/** The server is killed now and then on purpose: then it is asked again until it answers. */
async function passOn(
  source: LiveSource,
  listener: LiveListener,
  signal: AbortSignal,
): Promise<void> {
  const address = `${source.url}/api/v1/sales/${source.saleId}/live`;
  let lastEventId: string | undefined;
  while (!signal.aborted) {
    try {
      const headers = {
        authorization: `Bearer ${source.key}`,
        ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
      };
      const answer = await fetch(address, { headers, signal });
      if (answer.ok && answer.body !== null) {
        for await (const event of eventsOf(answer.body)) {
          if (signal.aborted) return;
          lastEventId = /^id: (\d+)$/m.exec(event)?.[1] ?? lastEventId;
          listener.send(encoder.encode(`${event}\n\n`));
        }
      }
    } catch {
      // It was killed, or is being started again.
    }
    if (!signal.aborted) await Bun.sleep(AGAIN_MS);
  }
}

/** Server-sent events as they come, each without the empty line at its end; nothing but events. */
async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
    rest = parts.pop() ?? "";
    yield* parts.filter((part) => /^event: /m.test(part));
  }
}
