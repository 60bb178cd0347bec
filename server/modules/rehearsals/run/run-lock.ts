import { Client } from "pg";
import { connectionSettings, type Database } from "../../../platform/database/database.ts";

/** The same for all servers of an installation. */
const LOCK = "hashtextextended('rehearsals.run', 0)";

/**
 * The right to rehearse: at most one has it in an installation. It is bound to a connection of its
 * own, so that it ends with its server however that ends.
 */
export class RunLock {
  private readonly client: Client;
  private onLost: () => void = () => undefined;
  private isLost = false;

  private constructor(client: Client) {
    this.client = client;
    for (const event of ["error", "end"] as const) {
      client.on(event, () => {
        this.isLost = true;
        this.onLost();
      });
    }
  }

  /** The lock, or undefined where somebody else has it. */
  static async take(database: Database): Promise<RunLock | undefined> {
    const client = new Client(connectionSettings(database.connectionString));
    const lock = new RunLock(client);
    await client.connect();
    try {
      const sql = `select pg_try_advisory_lock(${LOCK}) as "isMine"`;
      const { rows } = await client.query<{ isMine: boolean }>(sql);
      if (rows[0]?.isMine === true) return lock;
    } catch (error) {
      await lock.letGo();
      throw error;
    }
    await lock.letGo();
    return undefined;
  }

  /** Calls back once the connection, and the lock with it, is gone before it was let go. */
  whenLost(onLost: () => void): void {
    this.onLost = onLost;
    if (this.isLost) onLost();
  }

  async letGo(): Promise<void> {
    this.onLost = () => undefined;
    await this.client.end();
  }
}
