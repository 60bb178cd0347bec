import type { Client } from "pg";
import { modules } from "../../modules.ts";

/**
 * What of the job queue is kept: the queues, their timetable and the jobs. The rest is statistics
 * and the library's own work on its indexes, which it makes anew.
 */
const JOB_TABLES = ["version", "queue", "schedule", "subscription", "job", "job_dependency"];

const JOBS = "jobs";

/** The schemas that are all ours; the job queue's is added by the tables above. */
const SCHEMAS = ["platform", ...Object.keys(modules)];

export interface Table {
  readonly schema: string;
  readonly table: string;
  /** Without those that PostgreSQL computes itself. */
  readonly columns: readonly string[];
}

export interface Sequence {
  readonly schema: string;
  readonly sequence: string;
}

/** Every table of this installation, a partitioned one as a whole. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select namespace.nspname as schema, class.relname as table,
       array_agg(attname::text order by attnum) as columns
     from pg_class class
       join pg_namespace namespace on namespace.oid = class.relnamespace
       join pg_attribute on attrelid = class.oid
     where class.relkind in ('r', 'p') and not class.relispartition
       and attnum > 0 and not attisdropped and attgenerated = ''
       and (nspname = any ($1) or (nspname = $2 and class.relname = any ($3)))
     group by 1, 2 order by 1, 2`,
    [SCHEMAS, JOBS, JOB_TABLES],
  );
  return rows;
}

export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select nspname as schema, relname as sequence
     from pg_class join pg_namespace namespace on namespace.oid = relnamespace
     where relkind = 'S' and nspname = any ($1) order by 1, 2`,
    [SCHEMAS],
  );
  return rows;
}

/** The version of the job queue's schema; undefined if it has none. */
export async function readJobsVersion(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('jobs.version') is not null as there",
  );
  if (rows[0]?.there !== true) return undefined;
  const found = await client.query<{ version: number }>("select version from jobs.version");
  return found.rows[0]?.version;
}

/** The migrations that have run, in order. */
export async function readMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('platform.kysely_migration') is not null as there",
  );
  if (rows[0]?.there !== true) return [];
  const ran = await client.query<{ name: string }>(
    "select name from platform.kysely_migration order by name",
  );
  return ran.rows.map(({ name }) => name);
}

/** A name as it stands in SQL, whatever is in it. */
export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(".");
}

/** The columns as a list in SQL. */
export function columnList(columns: readonly string[]): string {
  return columns.map((column) => quoted(column)).join(", ");
}
