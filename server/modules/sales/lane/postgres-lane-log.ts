import { Client, type ClientConfig } from "pg";
import type { SealedRecord } from "../rules/lane-record.ts";
import type { AppendOutcome, LaneLog, StoredRecord } from "./lane-log.ts";

/** An append that takes longer is given up on; its outcome is unknown then. */
const APPEND_TIMEOUT_MS = 5_000;
const READ_PAGE = 500;

const APPEND = `
  insert into sales.lane_records (sale_id, sequence, epoch, previous_digest, digest, body)
  select $1, $2::bigint, $3, $4, $5, $6
  where $2::bigint = 1 or exists (
    select from sales.lane_records
    where sale_id = $1 and sequence = $2::bigint - 1 and digest = $4)
  on conflict (sale_id, sequence) do nothing`;

/**
 * The log as a PostgreSQL table: its primary key (sale, sequence) is the fence between writers.
 * Each instance has one connection of its own, so that no other query delays an append; after any
 * error the connection is thrown away, because what it still does is unknown.
 */
export class PostgresLaneLog implements LaneLog {
  private readonly settings: ClientConfig;
  private client: Promise<Client> | undefined;

  constructor(settings: ClientConfig) {
    this.settings = { ...settings, query_timeout: APPEND_TIMEOUT_MS };
  }

  async append(saleId: string, record: SealedRecord): Promise<AppendOutcome> {
    const { sequence, epoch, previousDigest, digest, body } = record;
    const inserted = await this.query({
      name: "append-lane-record",
      text: APPEND,
      values: [saleId, sequence, epoch, asBuffer(previousDigest), asBuffer(digest), asBuffer(body)],
    });
    if (inserted.rowCount === 1) return { kind: "appended" };
    const there = await this.query<{ digest: Buffer }>({
      text: "select digest from sales.lane_records where sale_id = $1 and sequence = $2",
      values: [saleId, sequence],
    });
    const row = there.rows[0];
    return row === undefined ? { kind: "gap" } : { kind: "conflict", digest: row.digest };
  }

  async *read(saleId: string, afterSequence: number): AsyncGenerator<StoredRecord> {
    let after = afterSequence;
    for (;;) {
      const page = await this.query<StoredRecord>({
        text: `select sequence, digest, body from sales.lane_records
               where sale_id = $1 and sequence > $2 order by sequence limit ${READ_PAGE}`,
        values: [saleId, after],
      });
      yield* page.rows;
      const last = page.rows.at(-1);
      if (last === undefined || page.rows.length < READ_PAGE) return;
      after = last.sequence;
    }
  }

  async nowMs(): Promise<number> {
    const { rows } = await this.query<{ now: number }>({
      text: "select (extract(epoch from clock_timestamp()) * 1000)::bigint as now",
    });
    return rows[0]?.now ?? Date.now();
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await (await client)?.end();
  }

  private async query<Row extends object>(config: {
    name?: string;
    text: string;
    values?: unknown[];
  }) {
    this.client ??= this.connect();
    const connecting = this.client;
    try {
      return await (await connecting).query<Row>(config);
    } catch (error) {
      if (this.client === connecting) this.client = undefined;
      void discard(connecting);
      throw error;
    }
  }

  private async connect(): Promise<Client> {
    const client = new Client(this.settings);
    // A lost connection shows in the query under way, or in the next; without a listener the
    // error event would end the process.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  }
}

/** Closes a connection that failed; it may never have come to be, or be closed already. */
async function discard(connecting: Promise<Client>): Promise<void> {
  const client = await connecting.catch(() => undefined);
  await client?.end().catch(() => undefined);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
