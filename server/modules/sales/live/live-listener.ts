/** What a listener may leave untaken; a control room takes all of it at once. */
const UNTAKEN_BYTES_MOST = 256 * 1024;

/** One open stream of server-sent events. It holds a bounded amount of what is not taken. */
export class LiveListener {
  readonly stream: ReadableStream<Uint8Array>;
  /** When it was opened, on the monotonic clock. */
  readonly openedAtMs: number;
  /** The record up to which it knew the feed when it came; undefined for a newcomer. */
  readonly lastEventId: number | undefined;
  /** Whether it has been told what it had missed of the feed. */
  caughtUp = false;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  private readonly onGone: (listener: LiveListener) => void;

  /** @param onGone called once, when the stream ends for whatever reason */
  constructor(
    openedAtMs: number,
    lastEventId: number | undefined,
    onGone: (listener: LiveListener) => void,
  ) {
    this.openedAtMs = openedAtMs;
    this.lastEventId = lastEventId;
    this.onGone = onGone;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        cancel: () => this.gone(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: UNTAKEN_BYTES_MOST }),
    );
  }

  /** Passes bytes on. A listener that has left too much untaken is dropped: it may come again. */
  send(bytes: Uint8Array): void {
    if (this.controller === undefined) return;
    if ((this.controller.desiredSize ?? 0) <= 0) return this.end();
    this.controller.enqueue(bytes);
  }

  end(): void {
    const { controller } = this;
    if (controller === undefined) return;
    this.gone();
    controller.close();
  }

  private gone(): void {
    if (this.controller === undefined) return;
    this.controller = undefined;
    this.onGone(this);
  }
}
