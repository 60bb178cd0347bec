import { afterAll, beforeAll } from "bun:test";
import { spawn } from "node:child_process";
import { chmodSync, globSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connectionStringFor } from "../../server/platform/database/embedded-postgres-connection.ts";
import {
  findRunningServer,
  immediateShutdown,
  stopServer,
} from "../../server/platform/database/embedded-postgres-process.ts";

const ROOT = join(import.meta.dir, "../..");
const PROGRAM = join(ROOT, "server/cli/main.ts");

/** A first start makes a database cluster; a machine under load takes its time. */
const READY_WITHIN_MS = 40_000;
const ENDS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 10;
const LAST_LINE_OF_START = "Ctrl-C stops it.";

export interface ServerOptions {
  /** Below a `serverFolder`, which ends what is left. */
  readonly dataDir: string;
  /** A free one unless told. */
  readonly port?: number;
  /** After `start`. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Another program than this checkout's server, such as `npm start`. */
  readonly command?: readonly string[];
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A real server in a process of its own, the leader of its process group. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** To the process alone, as `kill` does. */
  signal(signal: NodeJS.Signals): void;
  /** To its whole process group, as a terminal does on Ctrl-C. */
  signalGroup(signal: NodeJS.Signals): void;
  /** SIGKILL, and the wait until it is gone. Its PostgreSQL stays. */
  kill9(): Promise<void>;
  /** SIGINT unless told, and the wait for its end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>;
  /** The same server again, on the same port and data folder, ready; the old one has ended. */
  restart(): Promise<ServerProcess>;
}

/** Everything that this test process has started and that has not ended. */
const alive = new Set<ServerProcess>();
const folders = new Set<string>();

// Whoever interrupts the tests leaves nothing behind either: the servers do not hear Ctrl-C.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    void Promise.all([...folders].map(clear)).finally(() => process.exit(130));
  });
}

/**
 * The path of a folder for one test file's data folders, made before its first test. After the last
 * one, whatever happened, every server started here is ended, every PostgreSQL in the folder too,
 * and the folder is removed. Call it at the top level of the test file.
 */
export function serverFolder(): string {
  const path = join(tmpdir(), `millet-faults-${crypto.randomUUID().slice(0, 8)}`);
  beforeAll(() => {
    folders.add(path);
    mkdirSync(path);
    // Whatever runs PostgreSQL for root must get in.
    chmodSync(path, 0o755);
  });
  afterAll(() => clear(path), 60_000);
  return path;
}

async function clear(path: string): Promise<void> {
  await endAllServers();
  for (const file of globSync("*/postgres/postmaster.pid", { cwd: path })) {
    const cluster = dirname(join(path, file));
    const running = findRunningServer(cluster);
    if (running !== undefined) await stopServer(running.pid, cluster, immediateShutdown);
  }
  rmSync(path, { recursive: true, force: true });
  folders.delete(path);
}

/** For `afterEach`, where tests of one file must not see each other's servers. */
export async function endAllServers(): Promise<void> {
  await Promise.all([...alive].map((server) => server.kill9()));
}

/** Starts the process and returns at once; for starts that are expected to fail. */
export async function launchServer(options: ServerOptions): Promise<ServerProcess> {
  const port = options.port ?? (await findFreePort());
  const { dataDir, args = [], command = [process.execPath, PROGRAM, "start"] } = options;
  const [program = "", ...words] = command;
  const child = spawn(program, [...words, ...args], {
    cwd: ROOT,
    // A group of its own, so that a test can signal it as a terminal would, and nobody else.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      TMPDIR: tmpdir(),
      BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      DRAIN_SECONDS: "5",
      // No sale of these tests has a beacon; nothing may be asked outside this machine.
      BEACON_URLS: "http://127.0.0.1:9",
      ...options.environment,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const exited = new Promise<Exit>((resolve) => {
    child.once("close", (code, signal) => {
      alive.delete(server);
      resolve({ code, signal });
    });
  });
  const pid = child.pid ?? 0;
  const send = (target: number, signal: NodeJS.Signals) => {
    if (pid < 2 || !alive.has(server)) return;
    try {
      process.kill(target, signal);
    } catch (error) {
      // It has ended, and its last words are still on their way.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const server: ServerProcess = {
    url: `http://127.0.0.1:${port}`,
    port,
    pid,
    exited,
    stdout: () => stdout,
    stderr: () => stderr,
    signal: (signal) => send(pid, signal),
    signalGroup: (signal) => send(-pid, signal),
    async kill9() {
      send(-pid, "SIGKILL");
      await exited;
    },
    async stop(signal = "SIGINT") {
      send(pid, signal);
      return within(ENDS_WITHIN_MS, exited, () => `did not end on ${signal}: ${stdout}${stderr}`);
    },
    async restart() {
      await exited;
      return startServer({ ...options, port });
    },
  };
  alive.add(server);
  return server;
}

/** Starts the server and waits until it answers and has told all that it tells at its start. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const server = await launchServer(options);
  await untilReady(server);
  return server;
}

/** @throws Error with what the server printed, if it ends before or takes too long */
async function untilReady(server: ServerProcess): Promise<void> {
  let ended = false;
  void server.exited.then(() => (ended = true));
  const printed = () => `${server.stdout()}${server.stderr()}`;
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!((await isReady(server.url)) && server.stdout().includes(LAST_LINE_OF_START))) {
    if (ended) throw new Error(`the server ended instead of starting: ${printed()}`);
    if (performance.now() > deadline) throw new Error(`the server is not ready: ${printed()}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** The PostgreSQL that runs on a data folder now. */
export function embeddedPostgresOf(
  dataDir: string,
): { readonly pid: number; readonly connectionString: string } | undefined {
  const running = findRunningServer(join(dataDir, "postgres"));
  if (running?.socketDir === undefined) return undefined;
  return { pid: running.pid, connectionString: connectionStringFor(running.socketDir) };
}

/**
 * A port that is free now. Not one that the system hands out: clients that knock at such a port
 * while its server is down may be given the very same port as their own, connect to themselves, and
 * so keep the server from coming back.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** The work's value. @throws Error after so many milliseconds, with what is known by then */
export async function within<Value>(
  ms: number,
  work: Promise<Value>,
  what: () => string,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what()}`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for what other processes do. @throws Error when it has not happened in time */
export async function untilTrue(
  condition: () => boolean | Promise<boolean>,
  what: string,
  ms = 15_000,
): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`did not happen within ${ms} ms: ${what}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
}
