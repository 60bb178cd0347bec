import { Readable } from "node:stream";
import type { Client, Connection, Submittable } from "pg";

/** What of pg's connection the COPY protocol needs; pg's types leave most of it out. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFail(reason: string): void;
  endCopyFrom(): void;
  sendCopyFromChunk(chunk: Buffer): void;
  readonly stream: {
    pause(): void;
    resume(): void;
    once(event: "drain", listener: () => void): void;
    readonly writableNeedDrain: boolean;
  };
}

/** pg hands a query the messages that are its own: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-COPY */
abstract class CopyQuery implements Submittable {
  readonly rows: Promise<number>;
  protected readonly text: string;
  private readonly settle: { done(rows: number): void; failed(error: unknown): void };
  private counted = 0;
  private error: unknown;

  constructor(text: string) {
    this.text = text;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.rows = promise;
    promise.catch(() => undefined);
    this.settle = { done: resolve, failed: reject };
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleCommandComplete(message: { text: string }): void {
    this.counted = Number(/^COPY (\d+)$/.exec(message.text)?.[1] ?? 0);
  }

  /** Within a query an error comes before the "ready"; a lost connection has no "ready". */
  handleError(error: Error): void {
    this.error = error;
    this.settle.failed(error);
    this.ended(error);
  }

  handleReadyForQuery(): void {
    if (this.error !== undefined) return;
    this.settle.done(this.counted);
    this.ended(undefined);
  }

  protected abstract ended(error: Error | undefined): void;
}

class CopyOut extends CopyQuery {
  readonly stream: Readable;
  private connection: CopyConnection | undefined;

  constructor(text: string) {
    super(text);
    this.stream = new Readable({ read: () => this.connection?.stream.resume() });
  }

  override submit(connection: Connection): void {
    this.connection = connection as unknown as CopyConnection;
    super.submit(connection);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The parser's buffer is used again for what comes next.
    if (!this.stream.push(Buffer.from(chunk))) this.connection?.stream.pause();
  }

  protected override ended(error: Error | undefined): void {
    this.connection?.stream.resume();
    if (error === undefined) this.stream.push(null);
    else this.stream.destroy(error);
  }
}

class CopyIn extends CopyQuery {
  /** PostgreSQL is ready to take the rows. */
  readonly begun = Promise.withResolvers<CopyConnection>();

  handleCopyInResponse(connection: Connection): void {
    this.begun.resolve(connection as unknown as CopyConnection);
  }

  protected override ended(error: Error | undefined): void {
    if (error !== undefined) this.begun.reject(error);
  }
}

/** Starts a `COPY … TO STDOUT`. `rows` is how many there were, once the stream was read. */
export function copyOut(client: Client, text: string): { stream: Readable; rows: Promise<number> } {
  const { stream, rows } = client.query(new CopyOut(text));
  return { stream, rows };
}

/**
 * Runs a `COPY … FROM STDIN` with the bytes of the source.
 * @returns how many rows PostgreSQL took
 * @throws the source's error or PostgreSQL's; no row was taken then
 */
export async function copyIn(
  client: Client,
  text: string,
  source: AsyncIterable<Buffer>,
): Promise<number> {
  const { begun, rows } = client.query(new CopyIn(text));
  const connection = await begun.promise;
  try {
    for await (const chunk of source) {
      connection.sendCopyFromChunk(chunk);
      if (!connection.stream.writableNeedDrain) continue;
      const drained = new Promise<void>((resolve) => connection.stream.once("drain", resolve));
      // A row that is refused ends the COPY while we wait.
      await Promise.race([drained, rows]);
    }
  } catch (error) {
    connection.sendCopyFail(error instanceof Error ? error.message : String(error));
    throw error;
  }
  connection.endCopyFrom();
  return rows;
}
