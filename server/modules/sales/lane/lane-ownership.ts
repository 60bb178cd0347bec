import { Client } from "pg";
import { connectionSettings } from "../../../platform/database/database.ts";
import type { Log } from "../../../platform/log.ts";

/**
 * Which server should run a lane: the one that holds the lane's advisory lock. The lock is only a
 * hint that keeps two healthy servers from taking the lane from each other; what makes a second
 * writer harmless is the log. It goes with the connection, so a killed server's lanes are free at once.
 */
export class LaneOwnership {
  private readonly connectionString: string;
  private readonly log: Log;
  private client: Promise<Client> | undefined;
  private closed = false;

  constructor(connectionString: string, log: Log) {
    this.connectionString = connectionString;
    this.log = log;
  }

  /** Whether this server has the lane's lock now, taking it if it is free. */
  async claim(saleId: string): Promise<boolean> {
    const client = await this.connection();
    const { rows } = await client.query<{ ours: boolean }>(
      `select exists (
         select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
           and (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)
       ) or pg_try_advisory_lock(hashtextextended($1, 0)) as ours`,
      [`sales.lane:${saleId}`],
    );
    return rows[0]?.ours === true;
  }

  async release(saleId: string): Promise<void> {
    const client = await this.connection();
    await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [
      `sales.lane:${saleId}`,
    ]);
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = this.client;
    this.client = undefined;
    await (await client)?.end();
  }

  private connection(): Promise<Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<Client> {
    const client = new Client(connectionSettings(this.connectionString));
    const forget = () => {
      this.client = undefined;
      if (!this.closed) this.log.warn("the connection that holds the lanes' locks was lost");
    };
    client.once("error", forget);
    client.once("end", forget);
    try {
      await client.connect();
      return client;
    } catch (error) {
      this.client = undefined;
      throw error;
    }
  }
}
