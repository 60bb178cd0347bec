import { Migrator, type Migration } from "kysely";
import type { Database } from "./database.ts";

/** Migrations by name; the names sort in the order in which they run. Forward only. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings the database to the newest migration. Several servers may call this at once: Kysely's
 * migrator holds an advisory lock while it works, and each migration runs in one transaction.
 * @returns the names of the migrations that ran now.
 * @throws the first migration's error; what ran before it stays.
 */
export async function migrate(database: Database, migrations: Migrations): Promise<string[]> {
  const migrator = new Migrator({
    db: database.kysely,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: "platform",
    allowUnorderedMigrations: false,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).filter((row) => row.status === "Success").map((row) => row.migrationName);
}
