import { sql } from "kysely";
import { getConstructionPlans } from "pg-boss";
import { ConfigError } from "./config.ts";
import type { Database } from "./database/database.ts";
import { invariant } from "./failure.ts";

/** pg-boss keeps its tables here, and migrates them forward itself. */
export const JOBS_SCHEMA = "jobs";

/** The SQL that makes the job queue's schema as this version has it, without a transaction. */
export function jobsSchemaSql(): string {
  const plan = getConstructionPlans(JOBS_SCHEMA);
  const inner = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/.exec(plan)?.[1];
  invariant(inner !== undefined, "the job queue's plan is no transaction");
  return inner;
}

/** The version of the schema that this Millet's job queue works on. */
export function jobsSchemaVersion(): number {
  const version = /INSERT INTO \S+\.version\s*\(version\) VALUES \('(\d+)'\)/i.exec(
    jobsSchemaSql(),
  );
  invariant(version !== null, "the job queue's plan names no version");
  return Number(version[1]);
}

/**
 * pg-boss itself works on a newer schema as if it were its own.
 * @throws ConfigError if a newer Millet has changed the job queue
 */
export async function refuseNewerJobs(database: Database): Promise<void> {
  const there = await sql<{ there: boolean }>`
    select to_regclass('jobs.version') is not null as there`.execute(database.kysely);
  if (there.rows[0]?.there !== true) return;
  const { rows } = await sql<{ version: number }>`
    select version from jobs.version`.execute(database.kysely);
  const version = rows[0]?.version ?? 0;
  if (version <= jobsSchemaVersion()) return;
  throw new ConfigError(
    `the job queue was changed by a newer Millet (version ${version}, here ${jobsSchemaVersion()}): start that version or a newer one; to go back, restore the backup made before the upgrade`,
  );
}
