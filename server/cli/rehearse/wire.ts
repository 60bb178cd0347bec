import type { Socket } from "bun";

/** An answer as it came off the wire; `body` is only valid during the call. */
export interface WireAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly latencyMs: number;
}

/** What becomes of a request after its answer: it is done, or is asked again later. */
export type Verdict = "done" | { readonly retryAfterMs: number };

export interface WireWork<Item> {
  /** The next request, or undefined when there is none at the moment. */
  next(): Item | undefined;
  /** The bytes of the request, made when it is sent. */
  bytesOf(item: Item): string;
  /** Called for each answer, and with undefined when the connection broke before one came. */
  onAnswer(item: Item, answer: WireAnswer | undefined): Verdict;
}

interface Connection<Item> {
  socket: Socket<Connection<Item>> | undefined;
  item: Item | undefined;
  sentAt: number;
  rest: Buffer | undefined;
  unsent: string;
}

const HEADERS_END = Buffer.from("\r\n\r\n");
const LENGTH = Buffer.from("content-length: ");
const LENGTH_CAPITAL = Buffer.from("Content-Length: ");
const RECONNECT_MS = 50;

/**
 * Many clients on raw sockets: `fetch` would be the slowest part of the measurement. Each
 * connection has one request under way. A broken connection is opened again, and its request asked
 * again: the answer may have been lost, and asking again is what a fan would do.
 */
export class Wire<Item> {
  /** Latency of each answer in ms, in order of arrival. */
  readonly latencies: number[] = [];
  private readonly port: number;
  private readonly work: WireWork<Item>;
  private readonly idle: Connection<Item>[] = [];
  private readonly again: Item[] = [];
  private underWay = 0;
  private retrying = 0;
  private closed = false;
  private finished: (() => void) | undefined;

  constructor(port: number, work: WireWork<Item>) {
    this.port = port;
    this.work = work;
  }

  async open(connections: number): Promise<void> {
    const opening = Array.from({ length: connections }, () =>
      this.connect({
        socket: undefined,
        item: undefined,
        sentAt: 0,
        rest: undefined,
        unsent: "",
      }),
    );
    await Promise.all(opening);
  }

  /** Sends all there is; resolves when every request has its answer and none is left. */
  async drain(): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.finished = resolve;
    });
    this.wake();
    this.checkFinished();
    await done;
  }

  /** There may be new requests: idle connections take them. */
  wake(): void {
    while (this.idle.length > 0) {
      const item = this.take();
      if (item === undefined) return;
      const connection = this.idle.pop();
      if (connection === undefined) return;
      this.send(connection, item);
    }
  }

  close(): void {
    this.closed = true;
    for (const connection of this.idle) connection.socket?.end();
  }

  private take(): Item | undefined {
    return this.again.pop() ?? this.work.next();
  }

  private async connect(connection: Connection<Item>): Promise<void> {
    for (;;) {
      if (this.closed) return;
      try {
        connection.socket = await Bun.connect<Connection<Item>>({
          hostname: "127.0.0.1",
          port: this.port,
          data: connection,
          socket: {
            data: (socket, chunk) => this.received(socket.data, chunk),
            drain: (socket) => this.flush(socket.data),
            close: (socket) => this.broke(socket.data),
            error: () => undefined,
          },
        });
        break;
      } catch {
        // The server is being restarted; a fan's browser would try again too.
        await Bun.sleep(RECONNECT_MS);
      }
    }
    this.idle.push(connection);
    this.wake();
  }

  private send(connection: Connection<Item>, item: Item): void {
    connection.item = item;
    connection.sentAt = performance.now();
    connection.unsent = this.work.bytesOf(item);
    this.underWay += 1;
    this.flush(connection);
  }

  private flush(connection: Connection<Item>): void {
    if (connection.unsent === "" || connection.socket === undefined) return;
    const written = connection.socket.write(connection.unsent);
    connection.unsent = written > 0 ? connection.unsent.slice(written) : connection.unsent;
  }

  private received(connection: Connection<Item>, chunk: Buffer): void {
    const bytes = connection.rest === undefined ? chunk : Buffer.concat([connection.rest, chunk]);
    const headersEnd = bytes.indexOf(HEADERS_END);
    const length = headersEnd === -1 ? -1 : contentLength(bytes, headersEnd);
    const end = headersEnd + 4 + length;
    if (headersEnd === -1 || bytes.length < end) {
      connection.rest = Buffer.from(bytes);
      return;
    }
    connection.rest = undefined;
    const { item } = connection;
    if (item === undefined) return;
    const latencyMs = performance.now() - connection.sentAt;
    this.latencies.push(latencyMs);
    const status = (bytes[9] ?? 0) * 100 + (bytes[10] ?? 0) * 10 + (bytes[11] ?? 0) - 48 * 111;
    connection.item = undefined;
    this.underWay -= 1;
    const answer = { status, body: bytes.subarray(headersEnd + 4, end), latencyMs };
    this.settle(item, this.work.onAnswer(item, answer));
    const next = this.take();
    if (next === undefined) {
      this.idle.push(connection);
      this.checkFinished();
    } else {
      this.send(connection, next);
    }
  }

  private broke(connection: Connection<Item>): void {
    const { item } = connection;
    connection.item = undefined;
    connection.rest = undefined;
    connection.unsent = "";
    connection.socket = undefined;
    const index = this.idle.indexOf(connection);
    if (index !== -1) this.idle.splice(index, 1);
    if (item !== undefined) {
      this.underWay -= 1;
      this.settle(item, this.work.onAnswer(item, undefined));
    }
    if (!this.closed) void this.connect(connection);
  }

  private settle(item: Item, verdict: Verdict): void {
    if (verdict === "done") return;
    this.retrying += 1;
    setTimeout(() => {
      this.retrying -= 1;
      this.again.push(item);
      this.wake();
    }, verdict.retryAfterMs);
  }

  private checkFinished(): void {
    if (this.underWay > 0 || this.retrying > 0 || this.again.length > 0) return;
    this.finished?.();
    this.finished = undefined;
  }
}

function contentLength(bytes: Buffer, headersEnd: number): number {
  let at = bytes.indexOf(LENGTH_CAPITAL);
  if (at === -1 || at > headersEnd) at = bytes.indexOf(LENGTH);
  if (at === -1 || at > headersEnd) return 0;
  let length = 0;
  for (let index = at + LENGTH.length; ; index += 1) {
    const digit = (bytes[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return length;
    length = length * 10 + digit;
  }
}
