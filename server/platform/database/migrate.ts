import { type Kysely, type Migration, Migrator, sql } from "kysely";
import { ConfigError } from "../config.ts";
import type { Database } from "./database.ts";

/** Migrations by name; the names sort in the order in which they run. Forward only. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings the database to the newest migration. Several servers may call this at once: Kysely's
 * migrator holds an advisory lock while it works, and what is missing runs in one transaction.
 * @returns the names of the migrations that ran now.
 * @throws ConfigError if a newer Millet has migrated the database; else the failed migration's
 *   error, and then the database is as it was before.
 */
export async function migrate(database: Database, migrations: Migrations): Promise<string[]> {
  const ran = await migrateTo(database.kysely, migrations, undefined);
  return ran;
}

/**
 * Runs the migrations up to the named one, or all.
 * @param isInTransaction whether the connection is in a transaction of the caller's, who ends it
 * @throws as `migrate`
 */
export async function migrateTo(
  kysely: Kysely<unknown>,
  migrations: Migrations,
  last: string | undefined,
  isInTransaction = false,
): Promise<string[]> {
  const unknown = findUnknown(await listMigrationsThatRan(kysely), migrations);
  if (unknown !== undefined) throw tooNew(unknown);
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: "platform",
    allowUnorderedMigrations: false,
    disableTransactions: isInTransaction,
  });
  const { error, results } =
    last === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(last);
  if (error !== undefined) throw error;
  return (results ?? []).filter((row) => row.status === "Success").map((row) => row.migrationName);
}

/** Whether some migration that ran is none of these. */
export function isNewerThan(ran: readonly string[], migrations: Migrations): boolean {
  return findUnknown(ran, migrations) !== undefined;
}

function findUnknown(ran: readonly string[], migrations: Migrations): string | undefined {
  return ran.find((name) => !Object.hasOwn(migrations, name));
}

function tooNew(migration: string): ConfigError {
  return new ConfigError(
    `the database was changed by a newer Millet (its migration ${migration} is unknown here): start that version or a newer one; to go back, restore the backup made before the upgrade`,
  );
}

/** The migrations that have run, in order; none in a fresh database. */
export async function listMigrationsThatRan(kysely: Kysely<unknown>): Promise<string[]> {
  const there = await sql<{ there: boolean }>`
    select to_regclass('platform.kysely_migration') is not null as there`.execute(kysely);
  if (there.rows[0]?.there !== true) return [];
  const ran = await sql<{ name: string }>`
    select name from platform.kysely_migration order by name`.execute(kysely);
  return ran.rows.map(({ name }) => name);
}
