import { afterAll, beforeAll } from "bun:test";
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, globSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { z } from "zod";
import type { Account } from "../../server/platform/database/embedded-postgres-command.ts";
import {
  findRunningServer,
  immediateShutdown,
  stopServer,
} from "../../server/platform/database/embedded-postgres-process.ts";

export const isRoot = process.getuid?.() === 0;
if (!isRoot)
  console.log("Not run as root: what the embedded PostgreSQL does for root is not tested.");

/**
 * The path of a folder for one test file's data folders, made before the first of its tests; after
 * the last one every server that is left in it is ended.
 */
export function temporaryFolder(): string {
  const path = join(tmpdir(), `millet-pg-${crypto.randomUUID().slice(0, 8)}`);
  beforeAll(() => {
    mkdirSync(path);
    // Whatever runs PostgreSQL for root must get in; the tests close folders of their own.
    chmodSync(path, 0o755);
  });
  afterAll(async () => {
    for (const file of globSync("**/postmaster.pid", { cwd: path })) {
      const cluster = dirname(join(path, file));
      const running = findRunningServer(cluster);
      if (running !== undefined) await stopServer(running.pid, cluster, immediateShutdown);
    }
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

const reportShape = z.object({
  pid: z.number(),
  adopted: z.boolean(),
  notices: z.array(z.string()),
  connectionString: z.string(),
});

export interface MilletProcess {
  readonly child: ChildProcess;
  /** What the process reports of its server; rejects with its error. */
  readonly report: Promise<z.output<typeof reportShape>>;
  /** Lets it stop and end as on a normal shutdown. */
  stop(): Promise<void>;
  /** SIGKILL to it and all of its process group, as a closed terminal or an operator does. */
  kill(): Promise<void>;
}

/** How to run the child: by default with this Bun, from this checkout, as ourselves. */
export interface MilletProgram {
  readonly bun: string;
  readonly script: string;
  readonly account?: Account;
}

const ownProgram: MilletProgram = {
  bun: process.execPath,
  script: join(import.meta.dir, "embedded-postgres-child.ts"),
};

/** Starts a process that uses the embedded PostgreSQL like a server of Millet does. */
export function startMillet(
  dataDir: string,
  elsewhere: string,
  program: MilletProgram = ownProgram,
): MilletProcess {
  const { account } = program;
  const child = spawn(program.bun, [program.script, dataDir, elsewhere], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0",
      // What a developer's shell may hold must not matter.
      PGPORT: "9999",
      PGSSLMODE: "require",
      PGDATA: "/nonexistent",
      PGHOST: "nowhere.invalid",
    },
    ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const report = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const message: unknown = JSON.parse(line);
      const parsed = reportShape.safeParse(message);
      if (parsed.success) return parsed.data;
      throw new Error(line);
    }
    throw new Error("the process ended without a word");
  })();
  report.catch(() => undefined);
  return {
    child,
    report,
    async stop() {
      child.stdin.write("stop\n");
      await ended;
    },
    async kill() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
      await ended;
    },
  };
}

/** Runs one statement on a connection of its own and returns the first column of the first row. */
export async function ask(connectionString: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Waits for what other processes do; fails after ten seconds. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`did not happen: ${what}`);
    await Bun.sleep(5);
  }
}
