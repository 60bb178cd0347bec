import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../log.ts";
import { findBinaries } from "./embedded-postgres-binaries.ts";
import { ensureCluster } from "./embedded-postgres-cluster.ts";
import {
  applicationName,
  connectWhenReady,
  connectionStringFor,
  countOtherConnections,
  defaultPatience,
  disconnect,
  keepProcessAlive,
  type Patience,
} from "./embedded-postgres-connection.ts";
import { EmbeddedPostgresError, reasonOf } from "./embedded-postgres-error.ts";
import { refuseForeignFolder, settleFolders, type Folders } from "./embedded-postgres-folders.ts";
import { giveToFolderOwner, launchServer } from "./embedded-postgres-launch.ts";
import { withLock } from "./embedded-postgres-lock.ts";
import {
  fastShutdown,
  findRunningServer,
  immediateShutdown,
  isServerOf,
  removeStaleFiles,
  stopServer,
} from "./embedded-postgres-process.ts";
import { type Server, superviseServer } from "./embedded-postgres-supervision.ts";

export { applicationName, EmbeddedPostgresError };

/** A running PostgreSQL server on this machine, reached by a unix socket alone. */
export interface EmbeddedPostgres {
  /** A URL for `pg`; the folder of its socket is the parameter `host`. */
  readonly connectionString: string;
  /** Whether the server was found running: another Millet uses it, or an earlier one was killed. */
  readonly adopted: boolean;
  /** Sentences for whoever starts Millet, such as where the data is kept instead. */
  readonly notices: readonly string[];
  /** The server's process. */
  readonly pid: number;
  /** How often it was lost and started again. */
  readonly restarts: number;
  /**
   * Ends our use of the server, and the server itself with all its connections when no other
   * Millet is connected. Returns when that is done; a second call returns the first one's promise.
   */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The folder of this installation; made if missing. One server runs for each. */
  readonly dataDir: string;
  readonly log?: Log;
  /** Where things go that must be reached by another user than root; by default /var/lib/millet. */
  readonly elsewhere?: string;
  /** How long a server may take to answer. */
  readonly patience?: Patience;
  /** Whether to start the server again when it is gone, until `stop`. */
  readonly supervised?: boolean;
}

const stopLockMs = 30_000;

/** How long the sessions of a killed server may take to notice. */
const obstacleMs = 20_000;

/** How often each cluster's server is in use by this very process. */
const uses = new Map<string, number>();

/**
 * Starts the data folder's PostgreSQL server, or joins the one that runs already. All waits are
 * bounded; a server that has to replay its log gets ten minutes.
 * @throws EmbeddedPostgresError with one line that says what is wrong and what helps.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { log, patience = defaultPatience } = options;
  const packaged = await findBinaries();
  const dataDir = makeDataDir(options.dataDir);
  const lockFile = join(dataDir, "postgres.lock");
  const lockMs = patience.recoveringMs + 60_000;
  return await withLock(lockFile, lockMs, async () => {
    giveToFolderOwner(lockFile);
    const folders = await settleFolders(dataDir, packaged, options.elsewhere ?? "/var/lib/millet");
    const { cluster, notices } = folders;
    await ensureCluster(folders);
    const start = async () => {
      const server = await startOrAdopt(folders, patience, log);
      // The connection stays open and unused: it tells other servers of Millet that we are here.
      keepProcessAlive(server.client, false);
      return server;
    };
    const first = await start();
    const { pid, adopted } = first;
    uses.set(cluster, (uses.get(cluster) ?? 0) + 1);
    log?.info({ pid, adopted, cluster }, "embedded PostgreSQL is ready");
    const startAgain = () => withLock(lockFile, lockMs, start);
    const supervision =
      options.supervised === true ? superviseServer(first, startAgain, log) : undefined;
    const stop = async () => {
      await supervision?.end();
      const server = supervision?.current() ?? first;
      await withLock(lockFile, stopLockMs, () => leave(server, cluster, log));
    };
    let stopped: Promise<void> | undefined;
    return {
      connectionString: connectionStringFor(first.socketDir),
      adopted,
      notices,
      get pid() {
        return (supervision?.current() ?? first).pid;
      },
      get restarts() {
        return supervision?.restarts() ?? 0;
      },
      stop: () => (stopped ??= stop()),
    };
  });
}

function makeDataDir(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    const dataDir = realpathSync(path);
    refuseForeignFolder(dataDir);
    return dataDir;
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(`cannot make the data folder ${path}: ${reasonOf(error)}`);
  }
}

async function startOrAdopt(
  folders: Folders,
  patience: Patience,
  log: Log | undefined,
): Promise<Server> {
  const { cluster } = folders;
  const deadline = performance.now() + patience.silentMs + obstacleMs;
  for (;;) {
    const adopted = await adopt(folders, patience, log);
    if (adopted !== undefined) return adopted;
    removeStaleFiles(cluster, folders.socketDir);
    const launched = await launchServer(folders);
    const socketDir = folders.socketDir;
    const outcome = await connectWhenReady(
      () => socketDir,
      () => !launched.hasEnded(),
      patience,
    ).catch(async (error: unknown) => {
      await stopServer(launched.pid, cluster, immediateShutdown);
      throw error;
    });
    if (outcome.kind === "connected") {
      return { client: outcome.client, pid: launched.pid, socketDir, adopted: false };
    }
    if (outcome.kind === "silent") {
      await stopServer(launched.pid, cluster, immediateShutdown);
      throw new EmbeddedPostgresError(
        `PostgreSQL started and answered nothing for ${patience.silentMs / 1000} s: ${launched.complaint()}`,
      );
    }
    const complaint = launched.complaint();
    // A killed server's sessions may live a moment longer; or somebody else was quicker.
    const passes = /pre-existing shared memory block|lock file "[^"]*" already exists/.test(
      complaint,
    );
    if (!passes || performance.now() > deadline) {
      throw new EmbeddedPostgresError(`PostgreSQL did not start: ${complaint}`);
    }
    await Bun.sleep(100);
  }
}

async function adopt(
  folders: Folders,
  patience: Patience,
  log: Log | undefined,
): Promise<Server | undefined> {
  const { cluster } = folders;
  const running = findRunningServer(cluster);
  if (running === undefined) return undefined;
  const { pid } = running;
  const socketDir = () => findRunningServer(cluster)?.socketDir ?? folders.socketDir;
  const outcome = await connectWhenReady(socketDir, () => isServerOf(pid, cluster), patience);
  switch (outcome.kind) {
    case "connected":
      return { client: outcome.client, pid, socketDir: socketDir(), adopted: true };
    case "silent":
      log?.warn({ pid, cluster }, "the PostgreSQL server found running does not answer: ending it");
      await stopServer(pid, cluster, immediateShutdown);
      return undefined;
    case "gone":
      return undefined;
  }
}

async function leave(server: Server, cluster: string, log: Log | undefined): Promise<void> {
  const { client, pid } = server;
  keepProcessAlive(client, true);
  const remaining = (uses.get(cluster) ?? 1) - 1;
  uses.set(cluster, remaining);
  const others = remaining > 0 ? remaining : await countLastingOthers(server);
  await disconnect(client);
  if (others > 0) {
    log?.info({ pid, others }, "another Millet uses the embedded PostgreSQL: it stays up");
    return;
  }
  await stopServer(pid, cluster, fastShutdown);
  log?.info({ pid, cluster }, "embedded PostgreSQL has stopped");
}

/** Connections just being closed do not count: a Millet that ends now must not keep it up. */
async function countLastingOthers({ client, socketDir }: Server): Promise<number> {
  for (let left = 20; ; left--) {
    const others = await countOtherConnections(client, socketDir);
    if (others === 0 || left === 0) return others;
    await Bun.sleep(25);
  }
}
