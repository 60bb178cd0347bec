import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool, types, type ClientConfig } from "pg";
import type { Log } from "../log.ts";

/**
 * The whole database, without knowledge of any table. A module narrows it to its own schema with
 * `schemaOf`, so that its SQL cannot name another module's tables by their types.
 */
export interface Database {
  readonly kysely: Kysely<unknown>;
  readonly pool: Pool;
  /** Where the pool connects; for parts that keep a connection of their own. */
  readonly connectionString: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly poolSize: number;
  readonly log: Log;
  readonly applicationName?: string;
}

// PostgreSQL's bigint (OID 20) comes as text by default; every bigint of ours counts far below 2^53.
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
  pool.on("connect", (client) => {
    client.on("error", (error) => options.log.warn({ err: error }, "database connection lost"));
  });
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    kysely,
    pool,
    connectionString: options.connectionString,
    close: () => kysely.destroy(),
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
 * Refuses a database that may forget what it has acknowledged.
 * @throws Error naming the setting that is off.
 */
export async function assertDurable(database: Database): Promise<void> {
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    const { rows } = await sql<{
      value: string;
    }>`select current_setting(${setting}) as value`.execute(database.kysely);
    if (rows[0]?.value === "off") {
      throw new Error(
        `DATABASE_URL: PostgreSQL runs with ${setting}=off and would lose acknowledged writes`,
      );
    }
  }
}
