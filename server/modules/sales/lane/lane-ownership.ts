import { Client } from "pg";
import { connectionSettings } from "../../../platform/database/database.ts";
import type { Log } from "../../../platform/log.ts";

/** A lock is taken or refused at once; a connection that does not answer for so long is dead. */
const ANSWER_WITHIN_MS = 5_000;

/** A lane's lock: this server had it already, has taken it now, or another one has it. */
export type LaneLock = "kept" | "taken" | "elsewhere";

/**
 * Which server should run a lane: the one that holds the lane's advisory lock. The lock is only a
 * hint that keeps two healthy servers from taking the lane from each other; what makes a second
 * writer harmless is the log. It goes with the connection, so that a killed server's lanes are free
 * at once.
 */
export class LaneOwnership {
  private readonly connectionString: string;
  private readonly log: Log;
  private client: Promise<Client> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(connectionString: string, log: Log) {
    this.connectionString = connectionString;
    this.log = log;
  }

  /** Takes the lane's lock if it is free, and tells who has it then. */
  async claim(saleId: string): Promise<LaneLock> {
    const rows = await this.query<{ lock: LaneLock }>(
      `select case
         when exists (
           select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
             and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)
         ) then 'kept'
         when pg_try_advisory_lock(hashtextextended($1, 0)) then 'taken'
         else 'elsewhere' end as lock`,
      [`sales.lane:${saleId}`],
    );
    return rows[0]?.lock ?? "elsewhere";
  }

  async release(saleId: string): Promise<void> {
    await this.query("select pg_advisory_unlock(hashtextextended($1, 0))", [
      `sales.lane:${saleId}`,
    ]);
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = undefined;
    await (await client)?.end();
  }

  /** One query after the other: a connection answers one at a time. */
  private query<Row extends object>(text: string, values: string[]): Promise<Row[]> {
    const answer = this.last.then(() => this.ask<Row>(text, values));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async ask<Row extends object>(text: string, values: string[]): Promise<Row[]> {
    const connecting = (this.client ??= this.connect());
    try {
      return (await (await connecting).query<Row>(text, values)).rows;
    } catch (error) {
      this.forget(connecting);
      throw error;
    }
  }

  private connect(): Promise<Client> {
    const settings = connectionSettings(this.connectionString);
    const client = new Client({ ...settings, query_timeout: ANSWER_WITHIN_MS });
    const connecting = client.connect().then(() => client);
    // PostgreSQL's farewell and the end of its connection are two errors; one that nobody hears
    // would end the process.
    client.on("error", () => this.forget(connecting));
    client.on("end", () => this.forget(connecting));
    return connecting;
  }

  /** The connection is lost, and with it all locks; the next query opens another. */
  private forget(connecting: Promise<Client>): void {
    if (this.client !== connecting) return;
    this.client = undefined;
    if (!this.closed) this.log.warn("the connection that holds the lanes' locks was lost");
    void connecting.then((client) => client.end()).catch(() => undefined);
  }
}
