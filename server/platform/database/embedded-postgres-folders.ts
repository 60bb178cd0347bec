import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { canEnter, findOrMakeAccount } from "./embedded-postgres-account.ts";
import { binariesFor, type Binaries } from "./embedded-postgres-binaries.ts";
import type { Account } from "./embedded-postgres-command.ts";
import { EmbeddedPostgresError, reasonOf } from "./embedded-postgres-error.ts";

/** Where one data folder's server keeps its things, and as whom and from what it runs. */
export interface Folders {
  /** PostgreSQL's data folder, without symbolic links; may not exist yet. */
  readonly cluster: string;
  /** Mode 0700: who may enter it may do everything in the database. */
  readonly socketDir: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  /** Undefined: our own user. */
  readonly account: Account | undefined;
  readonly notices: readonly string[];
}

// The kernel takes 107 bytes on Linux and 103 on macOS.
const longestSocketPath = 100;

/**
 * Decides where a data folder's server lives. As root, PostgreSQL runs as another user, and what
 * that user cannot reach moves to `elsewhere`; the data folder then holds a link to it, so that
 * it is found again when the data folder is moved.
 * @throws EmbeddedPostgresError when no place fits.
 */
export async function settleFolders(
  dataDir: string,
  packaged: Binaries,
  elsewhere: string,
): Promise<Folders> {
  const link = join(dataDir, "postgres");
  const existing = resolveCluster(link);
  const holdsCluster = existing !== undefined && existsSync(join(existing, "PG_VERSION"));
  const owner = holdsCluster ? lstatSync(existing) : undefined;
  const logFile = join(dataDir, "postgres.log");
  if (process.getuid?.() !== 0) {
    const socketDir = await makeSocketDir(dataDir, dataDir, undefined);
    const cluster = existing ?? link;
    return { cluster, socketDir, logFile, binaries: packaged, account: undefined, notices: [] };
  }

  const notices: string[] = [];
  const { account, notice } =
    owner === undefined || owner.uid === 0
      ? await findOrMakeAccount("postgres")
      : { account: { uid: owner.uid, gid: owner.gid, name: `with id ${owner.uid}` } };
  if (notice !== undefined) notices.push(notice);
  if (owner !== undefined && owner.uid === 0) {
    throw new EmbeddedPostgresError(
      `the database in ${link} belongs to root, as which PostgreSQL does not run: chown -R ${account.name} ${existing ?? link}`,
    );
  }
  const cluster = existing ?? (await chooseCluster(account, dataDir, elsewhere));
  const home = dirname(cluster);
  if (!(await canEnter(account, home))) {
    throw new EmbeddedPostgresError(
      `user ${account.name}, as which PostgreSQL runs, can no longer reach ${home}: let it pass every folder on the way with chmod o+x`,
    );
  }
  if (existsSync(elsewhere) && dirname(home) === realpathSync(elsewhere)) {
    notices.push(
      `The database is kept in ${cluster}, because user ${account.name}, as which PostgreSQL runs, cannot reach ${dataDir}.`,
    );
  }
  const { binaries, notice: copied } = await binariesFor(account, packaged, elsewhere);
  if (copied !== undefined) notices.push(copied);
  const socketDir = await makeSocketDir(home, dataDir, account);
  return { cluster, socketDir, logFile, binaries, account, notices };
}

/**
 * Refuses, unless we are root, a folder that another user's server or database lives in.
 * @throws EmbeddedPostgresError that names that user.
 */
export function refuseForeignFolder(dataDir: string): void {
  const uid = process.getuid?.();
  if (uid === 0) return;
  const cluster = statSync(join(dataDir, "postgres"), { throwIfNoEntry: false });
  if (cluster !== undefined && cluster.uid !== uid) {
    throw new EmbeddedPostgresError(
      `the database in ${dataDir} belongs to the user with id ${cluster.uid}: run Millet as that user or as root, or choose another DATA_DIR`,
    );
  }
  try {
    accessSync(dataDir, constants.W_OK);
  } catch {
    throw new EmbeddedPostgresError(
      `the data folder ${dataDir} is not ours to write in: choose another DATA_DIR`,
    );
  }
}

function resolveCluster(link: string): string | undefined {
  const entry = lstatSync(link, { throwIfNoEntry: false });
  if (entry === undefined) return undefined;
  try {
    return realpathSync(link);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `the database that ${link} points to cannot be found (${reasonOf(error)}): restore it, or remove the link to begin anew`,
    );
  }
}

async function chooseCluster(
  account: Account,
  dataDir: string,
  elsewhere: string,
): Promise<string> {
  const link = join(dataDir, "postgres");
  if (await canEnter(account, dataDir)) return link;
  const home = join(elsewhere, shortHash(dataDir));
  const cluster = join(home, "postgres");
  try {
    mkdirSync(home, { recursive: true, mode: 0o755 });
    // Whatever the umask took away.
    for (const folder of [elsewhere, home]) chmodSync(folder, 0o755);
    mkdirSync(cluster, { mode: 0o700, recursive: true });
    symlinkSync(cluster, link);
    return realpathSync(cluster);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `user ${account.name}, as which PostgreSQL runs, cannot reach ${dataDir}, and ${home} cannot be made instead (${reasonOf(error)}): choose another DATA_DIR`,
    );
  }
}

async function makeSocketDir(
  home: string,
  dataDir: string,
  account: Account | undefined,
): Promise<string> {
  const name = `millet-${shortHash(dataDir)}`;
  const choices = [join(home, "postgres-run"), join(tmpdir(), name), join("/tmp", name)];
  for (const choice of choices) {
    if (Buffer.byteLength(join(choice, ".s.PGSQL.5432")) > longestSocketPath) continue;
    if (account !== undefined && !(await canEnter(account, dirname(choice)))) continue;
    claimFolder(choice, account);
    return choice;
  }
  throw new EmbeddedPostgresError(
    `no folder for the database's socket is short enough and within reach, not even ${choices.at(-1)}`,
  );
}

/** Makes the folder for the server's user alone, or makes sure that nobody else did. */
function claimFolder(folder: string, account: Account | undefined): void {
  const uid = account?.uid ?? process.getuid?.() ?? 0;
  try {
    mkdirSync(folder, { mode: 0o700, recursive: true });
    let found = lstatSync(folder);
    if (account !== undefined && found.isDirectory() && found.uid === 0) {
      chownSync(folder, account.uid, account.gid);
      found = lstatSync(folder);
    }
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return;
  } catch (error) {
    throw new EmbeddedPostgresError(
      `cannot make ${folder} for the database's socket: ${reasonOf(error)}`,
    );
  }
  throw new EmbeddedPostgresError(
    `${folder}, meant for the database's socket, must be a folder of mode 0700 that belongs to the user with id ${uid}: remove it`,
  );
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
