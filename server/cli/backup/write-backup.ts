import { createReadStream, existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { createGzip } from "node:zlib";
import { Client } from "pg";
import { version } from "../../../package.json" with { type: "json" };
import { migrations } from "../../migrations/index.ts";
import { connectionSettings } from "../../platform/database/database.ts";
import { isNewerThan } from "../../platform/database/migrate.ts";
import { jobsSchemaSql, jobsSchemaVersion } from "../../platform/jobs-schema.ts";
import { createKeys } from "../../platform/keys.ts";
import { copyOut } from "./copy-streams.ts";
import { BackupError, FORMAT, type Manifest, MANIFEST, type Part } from "./manifest.ts";
import { FOLDER_MODE, syncFolder, writePart } from "./part-writer.ts";
import {
  columnList,
  listSequences,
  listTables,
  quoted,
  readJobsVersion,
  readMigrations,
} from "./tables.ts";

export interface BackupSource {
  readonly connectionString: string;
  readonly dataDir: string;
  /** The installation's secret, from wherever it is kept. */
  readonly secret: string;
  /** Whether the backup is to hold it. */
  readonly withSecret: boolean;
}

/** A live sale matters more than some bytes: the lowest level costs a quarter of the usual one. */
const COMPRESSION = { level: 1 };

/**
 * Writes a backup into a new folder, while the server runs or not: the database as of one moment,
 * then the files. The folder has its name only once everything in it is durable.
 * @throws BackupError for what an operator can mend, else the error of the disk or the database
 */
export async function writeBackup(source: BackupSource, target: string): Promise<Manifest> {
  const folder = resolve(target);
  if (existsSync(folder)) throw new BackupError(`${folder} exists already: name a new folder`);
  const unfinished = `${folder}.unfinished-${crypto.randomUUID().slice(0, 8)}`;
  await mkdir(unfinished, { recursive: true, mode: FOLDER_MODE });
  try {
    const database = await writeDatabase(source.connectionString, unfinished);
    const files = await writeFiles(join(source.dataDir, "files"), unfinished);
    const secret = source.withSecret
      ? await writePart(unfinished, "secret", [Buffer.from(source.secret)])
      : undefined;
    const publicKey = createKeys(source.secret).publicKey.toString("base64url");
    const manifest: Manifest = { format: FORMAT, version, ...database, files, secret, publicKey };
    await writePart(unfinished, MANIFEST, [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]);
    for (const inside of await readdir(unfinished, { recursive: true, withFileTypes: true })) {
      if (inside.isDirectory()) await syncFolder(join(inside.parentPath, inside.name));
    }
    await syncFolder(unfinished);
    await rename(unfinished, folder);
    await syncFolder(dirname(folder));
    return manifest;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

type DatabasePart = Pick<
  Manifest,
  "takenAt" | "migrations" | "tables" | "sequences" | "jobsSchema"
>;

/** Everything is read in one transaction, and so as of one moment. */
async function writeDatabase(connectionString: string, folder: string): Promise<DatabasePart> {
  const client = new Client(connectionSettings(connectionString));
  // A connection that breaks ends the query under way, too.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read, read only");
    await client.query("set local timezone to 'UTC'; set local datestyle to 'ISO'");
    const ran = await readMigrations(client);
    const jobsVersion = await readJobsVersion(client);
    refuseUnknown(ran, jobsVersion);
    const found = await listTables(client);
    const all = found.map(({ schema, table }) => quoted(schema, table)).join(", ");
    await client.query(`lock table ${all} in access share mode`);
    const { rows } = await client.query<{ now: Date }>("select now()");
    const tables: Manifest["tables"] = [];
    for (const { schema, table, columns } of found) {
      const what = `select ${columnList(columns)} from ${quoted(schema, table)}`;
      const { stream, rows: count } = copyOut(client, `copy (${what}) to stdout`);
      const packed = stream.pipe(createGzip(COMPRESSION));
      stream.once("error", (error) => packed.destroy(error));
      const written = await writePart(folder, `database/${schema}.${table}.gz`, packed);
      tables.push({ ...written, schema, table, columns: [...columns], rows: await count });
    }
    return {
      takenAt: (rows[0]?.now ?? new Date()).toISOString(),
      migrations: ran,
      tables,
      // Sequences know no transactions: read last, each is past all that the snapshot holds.
      sequences: await readSequences(client),
      jobsSchema:
        jobsVersion === undefined
          ? undefined
          : await writePart(folder, "jobs-schema.sql", [Buffer.from(jobsSchemaSql())]),
    };
  } finally {
    await client.end();
  }
}

function refuseUnknown(ran: readonly string[], jobsVersion: number | undefined): void {
  if (ran.length === 0) throw new BackupError("there is nothing to back up: the database is empty");
  if (isNewerThan(ran, migrations)) {
    throw new BackupError(
      "the database was made by a newer Millet: back it up with the version that runs on it",
    );
  }
  if (jobsVersion !== undefined && jobsVersion !== jobsSchemaVersion()) {
    throw new BackupError(
      `the job queue has version ${jobsVersion} and this Millet ${jobsSchemaVersion()}: back up with the version that runs on the database, or start this one first`,
    );
  }
}

async function readSequences(client: Client): Promise<Manifest["sequences"]> {
  const sequences: Manifest["sequences"] = [];
  for (const { schema, sequence } of await listSequences(client)) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(schema, sequence)}`,
    );
    const [row] = rows;
    if (row === undefined) continue;
    sequences.push({ schema, sequence, value: row.value, isCalled: row.called });
  }
  return sequences;
}

/** A file is replaced by renaming, so that each is read whole, as it was or as it is. */
async function writeFiles(root: string, folder: string): Promise<Part[]> {
  if (!existsSync(root)) return [];
  const parts: Part[] = [];
  for (const found of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(found.parentPath, found.name);
    const inside = relative(root, path);
    // Names that begin with a dot are files that are still being written.
    if (!found.isFile() || inside.startsWith(".")) continue;
    try {
      parts.push(await writePart(folder, `files/${inside}`, createReadStream(path)));
    } catch (error) {
      // Removed since it was listed; then nothing in the database refers to it either.
      if (existsSync(path)) throw error;
      await rm(join(folder, "files", inside), { force: true });
    }
  }
  return parts.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The secret that stands in the data folder. @throws BackupError if there is none */
export async function readKeptSecret(dataDir: string): Promise<string> {
  try {
    return (await readFile(join(dataDir, "secret"), "utf8")).trim();
  } catch {
    throw new BackupError(`${join(dataDir, "secret")} is missing: set SECRET to the one in use`);
  }
}
