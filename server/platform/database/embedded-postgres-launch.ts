import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { programEnvironment } from "./embedded-postgres-command.ts";
import { EmbeddedPostgresError, reasonOf } from "./embedded-postgres-error.ts";
import type { Folders } from "./embedded-postgres-folders.ts";

const largestLogBytes = 10_000_000;

/** What a server says, in its log, to those who ask before it is ready. */
const ordinary = /the database system is |database "millet" does not exist/;

/** A server process of ours. */
export interface LaunchedServer {
  readonly pid: number;
  hasEnded(): boolean;
  /** Why it ended: the log's line that says so. */
  complaint(): string;
}

/**
 * Starts the server's process, in a session of its own: neither Ctrl-C in the terminal nor our own
 * death reaches it.
 * @throws EmbeddedPostgresError when it cannot be started at all.
 */
export async function launchServer(folders: Folders): Promise<LaunchedServer> {
  const { cluster, logFile, account, binaries } = folders;
  const log = openLog(logFile);
  try {
    const child = spawn(join(binaries.native, "bin", "postgres"), serverArguments(folders), {
      cwd: "/",
      env: programEnvironment(),
      detached: true,
      stdio: ["ignore", log.descriptor, log.descriptor],
      ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
    });
    let ended = false;
    child.on("exit", () => (ended = true));
    if (child.pid === undefined) await once(child, "spawn");
    // Nobody waits for it: it may outlive us.
    child.unref();
    return {
      pid: child.pid ?? 0,
      hasEnded: () => ended,
      complaint: () => complaintIn(logFile, log.sizeBytes),
    };
  } catch (error) {
    throw new EmbeddedPostgresError(`cannot start PostgreSQL on ${cluster}: ${reasonOf(error)}`);
  } finally {
    closeSync(log.descriptor);
  }
}

function serverArguments({ cluster, socketDir }: Folders): string[] {
  const settings = {
    listen_addresses: "",
    port: "5432",
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    // What is acknowledged stays, whatever an old ALTER SYSTEM says.
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    shared_buffers: "256MB",
    max_connections: "100",
    max_wal_size: "4GB",
    // wal_compression stays off: these builds lack lz4, and pglz costs a small machine too much.
    checkpoint_completion_target: "0.9",
    timezone: "UTC",
    log_timezone: "UTC",
    logging_collector: "off",
    log_destination: "stderr",
    log_line_prefix: "%m [%p] %a ",
  };
  return [
    "-D",
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

function openLog(path: string): { readonly descriptor: number; readonly sizeBytes: number } {
  try {
    const descriptor = openSync(path, "a", 0o600);
    let { size } = fstatSync(descriptor);
    if (size > largestLogBytes) {
      ftruncateSync(descriptor, 0);
      size = 0;
    }
    giveToFolderOwner(path);
    return { descriptor, sizeBytes: size };
  } catch (error) {
    throw new EmbeddedPostgresError(`cannot write PostgreSQL's log: ${reasonOf(error)}`);
  }
}

/** What root makes in another user's folder must not lock that user out later. */
export function giveToFolderOwner(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(path));
  chownSync(path, uid, gid);
}

function complaintIn(logFile: string, fromByte: number): string {
  const lines = readFileSync(logFile).subarray(fromByte).toString().trim().split("\n");
  const telling = lines.find((line) => /\b(FATAL|PANIC):/.test(line) && !ordinary.test(line));
  const said = (telling ?? lines.at(-1) ?? "").replace(/^.*?\b(?=FATAL:|PANIC:)/, "").trim();
  return `${said === "" ? "no reason given" : said} (see ${logFile})`;
}
