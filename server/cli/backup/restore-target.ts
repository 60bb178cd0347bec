import { existsSync } from "node:fs";
import { lstat, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Client } from "pg";
import { UNFINISHED_RESTORE } from "../../platform/unfinished-restore.ts";
import { BackupError } from "./manifest.ts";
import { FOLDER_MODE, syncFolder } from "./part-writer.ts";

/** The data folder that a backup is restored into. */
export interface RestoreTarget {
  /** Everything is in its place. */
  finish(): Promise<void>;
  /** Takes away the files and the secret; the database has rolled itself back. */
  abandon(): Promise<void>;
}

/**
 * Refuses a data folder in which there is something, and marks it: a server does not start in a
 * folder whose restore was cut off, by `kill -9` or by a power failure.
 * @throws BackupError
 */
export async function claimTarget(dataDir: string): Promise<RestoreTarget> {
  const existed = existsSync(dataDir);
  await mkdir(dataDir, { recursive: true });
  const inside = await readdir(dataDir);
  if (inside.includes(UNFINISHED_RESTORE)) {
    throw new BackupError(
      `an earlier restore into ${dataDir} was cut off: remove that folder, and make the database anew if DATABASE_URL names one`,
    );
  }
  const taken = inside.find((name) => ["files", "secret", "postgres"].includes(name));
  if (taken !== undefined) {
    throw new BackupError(
      `${join(dataDir, taken)} exists already: a backup is restored into an empty DATA_DIR only`,
    );
  }
  const mark = join(dataDir, UNFINISHED_RESTORE);
  await writeFile(mark, "A restore began and did not end.\n", { flag: "wx", mode: 0o600 });
  await syncFolder(dataDir);
  await syncFolder(dirname(dataDir));
  return {
    async finish() {
      await syncFolder(dataDir);
      await rm(mark);
      await syncFolder(dataDir);
    },
    async abandon() {
      for (const name of ["files", "secret", UNFINISHED_RESTORE]) {
        await rm(join(dataDir, name), { recursive: true, force: true });
      }
      await removeCluster(dataDir);
      if (!existed) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The embedded database was made for this restore and has stopped; it may be a link to one. */
async function removeCluster(dataDir: string): Promise<void> {
  const path = join(dataDir, "postgres");
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  // What a link leads to is emptied, so that the next start makes a database there.
  for (const name of await readdir(path)) {
    await rm(join(path, name), { recursive: true, force: true });
  }
  if (!found.isSymbolicLink()) await rm(path, { recursive: true, force: true });
}

/** @throws BackupError that names what is in the database, other than extensions' own things */
export async function refuseFilledDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select nspname as schema, relname as name
     from pg_class class join pg_namespace namespace on namespace.oid = relnamespace
     where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
       and nspname not like 'pg\\_temp%'
       and not exists (
         select from pg_depend where classid = 'pg_class'::regclass
           and objid = class.oid and deptype = 'e')
     order by 1, 2 limit 1`,
  );
  const [first] = rows;
  if (first === undefined) return;
  throw new BackupError(
    `the database is not empty (it has ${first.schema}.${first.name}): a backup is restored into an empty one only`,
  );
}

/** Makes a folder for what is restored, for its owner alone. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
}
