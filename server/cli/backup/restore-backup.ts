import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Kysely, PostgresDialect } from "kysely";
import { Client, type PoolClient } from "pg";
import { migrations } from "../../migrations/index.ts";
import { findLaneLogBreaks } from "../../modules/sales/index.ts";
import { connectionSettings } from "../../platform/database/database.ts";
import { isNewerThan, migrateTo } from "../../platform/database/migrate.ts";
import { heldBackMails } from "../../platform/mail/hold-back.ts";
import { copyIn } from "./copy-streams.ts";
import { BackupError, type Manifest } from "./manifest.ts";
import { writePart } from "./part-writer.ts";
import { makeFolder, refuseFilledDatabase } from "./restore-target.ts";
import { columnList, listTables, quoted } from "./tables.ts";

export interface RestoreOptions {
  /** Mails that were waiting in the backup are kept and never sent. */
  readonly withoutMails: boolean;
}

export interface Restored {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly sales: number;
  readonly records: number;
  readonly heldBackMails: number;
}

/** Also taken by Kysely's migrator: a server that starts meanwhile waits for us. */
const MIGRATION_LOCK = "3853314791062309107";

/**
 * Restores database and files from a backup whose parts were verified. The files are put in their
 * places before the transaction commits, so that what ends well is whole.
 * @throws BackupError or the database's error; the database is then as empty as before
 */
export async function restoreBackup(
  folder: string,
  backup: Manifest,
  target: { readonly connectionString: string; readonly dataDir: string },
  options: RestoreOptions,
): Promise<Restored> {
  const client = new Client(connectionSettings(target.connectionString));
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin");
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await refuseFilledDatabase(client);
    const kysely = kyselyOn(client);
    await makeTables(client, kysely, folder, backup);
    const rows = await loadTables(client, folder, backup);
    const logs = await findLaneLogBreaks(kysely);
    if (logs.breaks.length > 0) throw new BackupError(logs.breaks.join("; "));
    const heldBack = options.withoutMails ? await heldBackMails(kysely) : 0;
    const files = await placeFiles(folder, backup, target.dataDir);
    await client.query("commit");
    const { sales, records } = logs;
    return { tables: backup.tables.length, rows, files, sales, records, heldBackMails: heldBack };
  } finally {
    // Whatever is not committed goes with the connection.
    await client.end();
  }
}

/** Comes before anything is made. @throws BackupError if a newer Millet made the backup */
export function refuseNewerBackup(backup: Manifest): void {
  if (!isNewerThan(backup.migrations, migrations)) return;
  throw new BackupError(
    `the backup was made by a newer Millet (${backup.version}): restore it with that version or a newer one`,
  );
}

/** Kysely on a connection whose transaction is the caller's. */
function kyselyOn(client: Client): Kysely<unknown> {
  // Kysely asks for nothing else; the connection is never given back.
  const connection = {
    query: client.query.bind(client),
    release: () => undefined,
  } as PoolClient;
  const pool = { connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
}

/** The schema as it was when the backup was made; a newer Millet migrates it at its start. */
async function makeTables(
  client: Client,
  kysely: Kysely<unknown>,
  folder: string,
  backup: Manifest,
): Promise<void> {
  await migrateTo(kysely, migrations, backup.migrations.at(-1), true);
  if (backup.jobsSchema !== undefined) {
    await client.query(await Bun.file(join(folder, backup.jobsSchema.path)).text());
    // The plan's own limits are for a queue in use.
    await client.query("set local lock_timeout = 0");
    await client.query("set local idle_in_transaction_session_timeout = 0");
  }
  const nameOf = (table: { schema: string; table: string }) => `${table.schema}.${table.table}`;
  const made = new Map((await listTables(client)).map((table) => [nameOf(table), table.columns]));
  for (const table of backup.tables) {
    const columns = made.get(nameOf(table));
    const isSame = columns !== undefined && columns.join() === table.columns.join();
    if (isSame) made.delete(nameOf(table));
    else throw new BackupError(`the table ${nameOf(table)} is another one in this Millet`);
  }
  const [extra] = made.keys();
  if (extra !== undefined) throw new BackupError(`the backup has no table ${extra}`);
}

/** Without foreign keys and triggers, which would refuse or act; keys are checked at the end. */
async function loadTables(client: Client, folder: string, backup: Manifest): Promise<number> {
  const schemas = [...new Set(backup.tables.map(({ schema }) => schema))];
  const { rows: keys } = await client.query<{ owner: string; name: string; definition: string }>(
    `select conrelid::regclass::text as owner, conname as name,
       pg_get_constraintdef(pg_constraint.oid) as definition
     from pg_constraint join pg_namespace on pg_namespace.oid = connamespace
     where contype = 'f' and conparentid = 0 and nspname = any ($1)`,
    [schemas],
  );
  // Those that PostgreSQL made for keys may be switched off by superusers only.
  const { rows: triggers } = await client.query<{ owner: string; name: string }>(
    `select tgrelid::regclass::text as owner, tgname as name
     from pg_trigger
       join pg_class class on class.oid = tgrelid
       join pg_namespace on pg_namespace.oid = class.relnamespace
     where not tgisinternal and tgenabled = 'O' and nspname = any ($1)`,
    [schemas],
  );
  for (const { owner, name } of keys) {
    await client.query(`alter table ${owner} drop constraint ${quoted(name)}`);
  }
  for (const { owner, name } of triggers) {
    await client.query(`alter table ${owner} disable trigger ${quoted(name)}`);
  }
  let count = 0;
  for (const { schema, table, columns, rows, path } of backup.tables) {
    const name = quoted(schema, table);
    // A migration or the queue's plan may have put first rows there.
    await client.query(`delete from ${name}`);
    const copy = `copy ${name} (${columnList(columns)}) from stdin`;
    let copied = 0;
    await pipeline(createReadStream(join(folder, path)), createGunzip(), async (unpacked) => {
      copied = await copyIn(client, copy, unpacked as AsyncIterable<Buffer>);
    });
    if (copied !== rows) throw new BackupError(`${path} holds another number of rows`);
    count += rows;
  }
  for (const { owner, name } of triggers) {
    await client.query(`alter table ${owner} enable trigger ${quoted(name)}`);
  }
  for (const { schema, sequence, value, isCalled } of backup.sequences) {
    await client.query("select setval($1::regclass, $2::bigint, $3)", [
      quoted(schema, sequence),
      value,
      isCalled,
    ]);
  }
  for (const { owner, name, definition } of keys) {
    await client.query(`alter table ${owner} add constraint ${quoted(name)} ${definition}`);
  }
  return count;
}

/** @returns how many files there are, the secret not counted */
async function placeFiles(folder: string, backup: Manifest, dataDir: string): Promise<number> {
  for (const { path } of backup.files) {
    await makeFolder(dirname(join(dataDir, path)));
    await writePart(dataDir, path, createReadStream(join(folder, path)));
  }
  if (backup.secret !== undefined) {
    const content = await Bun.file(join(folder, backup.secret.path)).bytes();
    await writeFile(join(dataDir, "secret"), content, { flag: "wx", mode: 0o600, flush: true });
  }
  return backup.files.length;
}
