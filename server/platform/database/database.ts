import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool, types, type Client, type ClientConfig, type PoolClient } from "pg";
import { ConfigError } from "../config.ts";
import type { Log } from "../log.ts";
import { reasonOf } from "./embedded-postgres-error.ts";

/**
 * The whole database, without knowledge of any table. A module narrows it to its own schema with
 * `schemaOf`, so that its SQL cannot name another module's tables by their types.
 */
export interface Database {
  readonly kysely: Kysely<unknown>;
  readonly pool: Pool;
  /** Where the pool connects; for parts that keep a connection of their own. */
  readonly connectionString: string;
  /** Lets queries under way end for a moment, then cuts them off. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly poolSize: number;
  readonly log: Log;
  readonly applicationName?: string;
}

// PostgreSQL's bigint (OID 20) comes as text by default; each bigint of ours counts far below 2^53.
types.setTypeParser(20, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`bigint out of range: ${text}`);
  return value;
});

/** The settings that every connection of this process uses. */
export function connectionSettings(
  connectionString: string,
  applicationName = `millet:${process.pid}`,
): ClientConfig {
  return {
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

/** A query may wait for a lock for ever; whoever closes the database has waited long enough. */
const CLOSE_WITHIN_MS = 2_000;

/** Opens the pool. Nothing is connected before the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new Pool({
    ...connectionSettings(options.connectionString, options.applicationName),
    max: options.poolSize,
    idleTimeoutMillis: 60_000,
  });
  pool.on("error", (error) => options.log.warn({ err: error }, "idle database connection lost"));
  // A connection in use reports its loss to the query under way as well; without a listener of its
  // own the event would end the process.
  const clients = new Set<PoolClient>();
  pool.on("connect", (client) => {
    clients.add(client);
    client.on("error", (error) => options.log.warn({ err: error }, "database connection lost"));
  });
  pool.on("remove", (client) => clients.delete(client));
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    pool,
    connectionString: options.connectionString,
    async close() {
      const closed = kysely.destroy();
      const late = Bun.sleep(CLOSE_WITHIN_MS).then(() => "late" as const);
      if ((await Promise.race([closed, late])) !== "late") return;
      options.log.warn({ queries: clients.size }, "cutting off queries that did not end");
      // pg ends a connection in the middle of a query by destroying its socket.
      for (const client of clients) void (client as unknown as Client).end();
      await closed;
    },
  };
}

/** The module's own tables: queries made from it name the given PostgreSQL schema only. */
export function schemaOf<Tables>(database: Database, schema: string): Kysely<Tables> {
  return (database.kysely as Kysely<Tables>).withSchema(schema);
}

/** A transaction under way, to be passed to other modules' commands and to the outbox. */
export type Tx = Transaction<unknown>;

/** The module's own tables inside a transaction. */
export function schemaIn<Tables>(tx: Tx, schema: string): Transaction<Tables> {
  return tx.withSchema(schema) as Transaction<Tables>;
}

/** Runs the work in one transaction; a throw rolls all of it back. */
export function inTransaction<Value>(
  database: Database,
  work: (tx: Tx) => Promise<Value>,
): Promise<Value> {
  return database.kysely.transaction().execute(work);
}

/**
 * Refuses a database that cannot be used, or that may forget what it has acknowledged.
 * @throws ConfigError with the reason, or naming the setting that is off.
 */
export async function assertDurable(database: Database): Promise<void> {
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    if ((await readSetting(database, setting)) !== "off") continue;
    throw new ConfigError(
      `DATABASE_URL: PostgreSQL runs with ${setting}=off and would lose acknowledged writes`,
    );
  }
}

/** What is asked first: where even this fails, it is the connection that is wrong. */
async function readSetting(database: Database, setting: string): Promise<string | undefined> {
  try {
    const { rows } = await sql<{
      value: string;
    }>`select current_setting(${setting}) as value`.execute(database.kysely);
    return rows[0]?.value;
  } catch (error) {
    // A name with several addresses gives one error for each, and none for all.
    const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
    throw new ConfigError(`DATABASE_URL: the database cannot be used: ${reasonOf(first)}`);
  }
}
