import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { runCommand } from "./embedded-postgres-command.ts";
import { EmbeddedPostgresError, reasonOf, systemCodeOf } from "./embedded-postgres-error.ts";
import type { Folders } from "./embedded-postgres-folders.ts";

/** The one superuser, and the owner of everything in the database. */
export const databaseUser = "millet";

/**
 * Makes the cluster if there is none, else checks that this version of PostgreSQL can read it.
 * The caller holds the start lock.
 * @throws EmbeddedPostgresError when there is something else, or another major version's cluster.
 */
export async function ensureCluster(folders: Folders): Promise<void> {
  const { cluster, binaries } = folders;
  removeUnfinished(cluster);
  const version = readVersion(cluster);
  if (version === binaries.major) return;
  if (version !== undefined) {
    throw new EmbeddedPostgresError(
      `the database in ${cluster} was made by PostgreSQL ${version}, and this is PostgreSQL ${binaries.major}: start the Millet that made it, back up there and restore here`,
    );
  }
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    throw new EmbeddedPostgresError(
      `${cluster} holds files but no database (PG_VERSION is missing): move them away, or choose another DATA_DIR`,
    );
  }
  await makeCluster(folders);
}

function readVersion(cluster: string): string | undefined {
  try {
    return readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") {
      throw new EmbeddedPostgresError(`cannot read the database: ${reasonOf(error)}`);
    }
    return undefined;
  }
}

/** Under a temporary name first: a start that is killed midway leaves nothing that looks whole. */
async function makeCluster({ cluster, account, binaries }: Folders): Promise<void> {
  const unfinished = `${unfinishedPrefix(cluster)}${crypto.randomUUID().slice(0, 8)}`;
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    if (account !== undefined) chownSync(unfinished, account.uid, account.gid);
    const args = [
      `--pgdata=${unfinished}`,
      `--username=${databaseUser}`,
      // There is no TCP, and the socket's folder lets nobody else in.
      "--auth-local=trust",
      "--auth-host=reject",
      "--encoding=UTF8",
      // Sorting must not depend on the machine's locales.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--data-checksums",
      "--no-instructions",
    ];
    const initdb = join(binaries.native, "bin", "initdb");
    const result = await runCommand(initdb, args, { timeoutMs: 120_000, account });
    if (result.status !== 0) {
      throw new Error(`initdb: ${result.complaint.replaceAll(/\s*\n\s*/g, " ")}`);
    }
    renameSync(unfinished, cluster);
    syncFolder(dirname(cluster));
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new EmbeddedPostgresError(`cannot make a database in ${cluster}: ${reasonOf(error)}`);
  }
}

function unfinishedPrefix(cluster: string): string {
  return `${cluster}.making-`;
}

function removeUnfinished(cluster: string): void {
  const prefix = basename(unfinishedPrefix(cluster));
  for (const name of readdirSync(dirname(cluster))) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(join(dirname(cluster), name), { recursive: true, force: true });
    } catch (error) {
      // An initdb that outlived its Millet may still be writing there; the next start removes it.
      if (systemCodeOf(error) !== "ENOTEMPTY") throw error;
    }
  }
}

/** Makes the renaming itself durable. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
