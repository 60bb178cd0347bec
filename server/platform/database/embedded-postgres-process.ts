import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { EmbeddedPostgresError, systemCodeOf } from "./embedded-postgres-error.ts";

/** What `postmaster.pid` says of the server that wrote it. */
export interface PostmasterFile {
  readonly pid: number;
  /** Undefined until the server listens. */
  readonly socketDir: string | undefined;
}

/** Reads the file by which PostgreSQL marks a data folder as in use; undefined if there is none. */
export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(cluster, "postmaster.pid"), "utf8");
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  // Line 1 is the pid (negative: a single-user server), line 5 the socket's folder:
  // https://www.postgresql.org/docs/18/storage-file-layout.html
  const lines = text.split("\n");
  const pid = Math.abs(Number.parseInt(lines[0] ?? "", 10));
  if (!Number.isSafeInteger(pid) || pid < 2) return undefined;
  const socketDir = lines[4]?.trim() ?? "";
  return { pid, socketDir: socketDir === "" ? undefined : socketDir };
}

/** The server that works on this cluster now, whoever started it. */
export function findRunningServer(cluster: string): PostmasterFile | undefined {
  const file = readPostmasterFile(cluster);
  return file !== undefined && isServerOf(file.pid, cluster) ? file : undefined;
}

/**
 * Removes what a killed server left behind and whose pid is still or again taken: by a process
 * that nobody has waited for, or by another program, as happens in containers after every start.
 * PostgreSQL would take it for a running server and refuse to start. When the pid is free
 * PostgreSQL does so itself, and checks more than we can.
 * The caller holds the start lock and has found no running server.
 */
export function removeStaleFiles(cluster: string, socketDir: string): void {
  const file = readPostmasterFile(cluster);
  if (file === undefined || isTaken(file.pid))
    rmSync(join(cluster, "postmaster.pid"), { force: true });
  for (const name of readdirSync(socketDir)) {
    if (name.startsWith(".s.PGSQL.")) rmSync(join(socketDir, name), { force: true });
  }
}

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) === "EPERM";
  }
}

/** Whether the process runs. One that ended and was not yet waited for (a zombie) does not. */
export function isAlive(pid: number): boolean {
  if (!isTaken(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    // The state follows the program's name in parentheses, which may itself hold parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** Whether the process is a PostgreSQL server on this very cluster. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return commandNames(psCommand(pid), cluster);
  const args = readOrEmpty(`/proc/${pid}/cmdline`).split("\0");
  if (basename(args[0] ?? "") !== "postgres") return false;
  try {
    // The server works in its data folder; this holds after the folder was moved, too.
    const ours = statSync(cluster);
    const theirs = statSync(`/proc/${pid}/cwd`);
    return ours.dev === theirs.dev && ours.ino === theirs.ino;
  } catch {
    // Containers deny this look at another user's process even to root; the arguments must do.
    return args[args.indexOf("-D") + 1] === cluster;
  }
}

function psCommand(pid: number): string {
  try {
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Whether a line of `ps`, which does not quote, is that of a server on this cluster. */
export function commandNames(command: string, cluster: string): boolean {
  const line = command.trim();
  return (
    /(^|\/)postgres /.test(line) &&
    [cluster, resolved(cluster)].some(
      (folder) => line.includes(` -D ${folder} -`) || line.endsWith(` -D ${folder}`),
    )
  );
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Each signal gets its time before the next one is sent. */
export type StopSteps = readonly (readonly [signal: NodeJS.Signals, waitMs: number])[];

/** Ends sessions, writes a checkpoint; when that hangs, ends as in a crash, which loses nothing. */
export const fastShutdown: StopSteps = [
  ["SIGINT", 60_000],
  ["SIGQUIT", 10_000],
  ["SIGKILL", 10_000],
];

/** For a server that answers nobody. */
export const immediateShutdown: StopSteps = [
  ["SIGQUIT", 6000],
  ["SIGKILL", 10_000],
];

/**
 * Ends the server and waits until it is gone.
 * @throws EmbeddedPostgresError when it outlives every step.
 */
export async function stopServer(pid: number, cluster: string, steps: StopSteps): Promise<void> {
  for (const [signal, waitMs] of steps) {
    const deadline = performance.now() + waitMs;
    try {
      if (isServerOf(pid, cluster)) process.kill(pid, signal);
    } catch (error) {
      if (systemCodeOf(error) !== "ESRCH") throw error;
    }
    while (performance.now() < deadline) {
      if (!isAlive(pid)) return;
      await Bun.sleep(10);
    }
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not end, not even by SIGKILL`);
}
