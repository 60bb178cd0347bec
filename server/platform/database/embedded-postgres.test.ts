import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import {
  ask,
  eventually,
  startMillet,
  temporaryFolder,
} from "../../../tests/support/embedded-postgres.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { findBinaries } from "./embedded-postgres-binaries.ts";
import { isAlive } from "./embedded-postgres-process.ts";
import { applicationName, startEmbeddedPostgres } from "./embedded-postgres.ts";

setDefaultTimeout(30_000);

const temporary = temporaryFolder();
const elsewhere = join(temporary, "elsewhere");

const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, elsewhere });

let folders = 0;
const newFolder = () => join(temporary, `data-${++folders}`);

/** A data folder that was started once before: a copy, which is quicker than to make a database. */
const usedFolder = () => {
  const folder = newFolder();
  mkdirSync(folder);
  execFileSync("cp", ["-a", join(used, "postgres"), folder]);
  return folder;
};
const used = newFolder();
beforeAll(async () => {
  const server = await start(used);
  await server.stop();
});

const makeTable = "CREATE TABLE kept AS SELECT 42 AS value";
const readTable = "SELECT value FROM kept";

/** Kills the server itself, as the kernel does when memory runs out. */
async function killServer(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await eventually(() => !isAlive(pid), "the killed server is gone");
}

describe("one Millet", () => {
  test("a first start makes a durable database, a second one finds its data", async () => {
    const dataDir = newFolder();
    const first = await start(dataDir);
    expect(first.adopted).toBe(false);
    const settings = await ask(
      first.connectionString,
      `SELECT json_object_agg(name, setting) FROM pg_settings WHERE name IN
         ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses', 'data_checksums')`,
    );
    expect(settings).toEqual({
      fsync: "on",
      synchronous_commit: "on",
      full_page_writes: "on",
      listen_addresses: "",
      data_checksums: "on",
    });
    const locale = "SELECT datlocale FROM pg_database WHERE datname = current_database()";
    expect(await ask(first.connectionString, locale)).toBe("C.UTF-8");
    await ask(first.connectionString, makeTable);
    await Promise.all([first.stop(), first.stop()]);
    expect(isAlive(first.pid)).toBe(false);
    const log = readFileSync(join(dataDir, "postgres.log"), "utf8");
    expect(log.trim()).toEndWith("database system is shut down");

    const second = await start(dataDir);
    expect(second).toMatchObject({ adopted: false, notices: [] });
    expect(second.pid).not.toBe(first.pid);
    expect(new URL(second.connectionString).pathname).toBe("/millet");
    expect(await ask(second.connectionString, readTable)).toBe(42);
    await second.stop();
    expect(isAlive(second.pid)).toBe(false);
  });

  test("a log of more than 10 MB begins anew", async () => {
    const dataDir = usedFolder();
    writeFileSync(join(dataDir, "postgres.log"), "x".repeat(10_000_001));
    const server = await start(dataDir);
    expect(readFileSync(join(dataDir, "postgres.log"), "utf8")).not.toContain("xxx");
    await server.stop();
  });

  test("stopping is no error when the server was killed before", async () => {
    const server = await start(usedFolder());
    await killServer(server.pid);
    await server.stop();
  });
});

describe("after a crash", () => {
  test("a server outlives its killed Millet and is adopted with its data", async () => {
    const dataDir = usedFolder();
    const millet = startMillet(dataDir, elsewhere);
    const before = await millet.report;
    await ask(before.connectionString, makeTable);
    await millet.kill();
    expect(isAlive(before.pid)).toBe(true);

    const server = await start(dataDir);
    expect(server).toMatchObject({ adopted: true, pid: before.pid });
    expect(await ask(server.connectionString, readTable)).toBe(42);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  test("files of a killed server are removed although another program has its pid", async () => {
    const [dataDir, otherDir] = [usedFolder(), usedFolder()];
    const other = await start(otherDir);
    const sleeper = spawn("sleep", ["60"], { stdio: "ignore" });
    const foreignPids = [other.pid, sleeper.pid ?? 0];
    try {
      let server = await start(dataDir);
      await ask(server.connectionString, makeTable);
      for (const foreignPid of foreignPids) {
        await killServer(server.pid);
        for (const file of ["postgres/postmaster.pid", "postgres-run/.s.PGSQL.5432.lock"]) {
          const path = join(dataDir, file);
          writeFileSync(path, readFileSync(path, "utf8").replace(/^\d+/, String(foreignPid)));
        }
        server = await start(dataDir);
        expect(server.adopted).toBe(false);
        expect(await ask(server.connectionString, readTable)).toBe(42);
        expect(isAlive(foreignPid)).toBe(true);
      }
      await server.stop();
    } finally {
      sleeper.kill("SIGKILL");
      await other.stop();
    }
  });

  test("a server that answers nobody is ended, and another one takes its place", async () => {
    const dataDir = usedFolder();
    const millet = startMillet(dataDir, elsewhere);
    const before = await millet.report;
    await ask(before.connectionString, makeTable);
    await millet.kill();
    process.kill(before.pid, "SIGSTOP");

    const patience = { silentMs: 500, recoveringMs: 20_000 };
    const server = await startEmbeddedPostgres({ dataDir, elsewhere, patience });
    expect(server.adopted).toBe(false);
    expect(isAlive(before.pid)).toBe(false);
    expect(await ask(server.connectionString, readTable)).toBe(42);
    await server.stop();
  });

  test("a first start killed halfway leaves nothing that a later one would use", async () => {
    const dataDir = newFolder();
    const millet = startMillet(dataDir, elsewhere);
    const unfinished = () =>
      existsSync(dataDir)
        ? readdirSync(dataDir).find((name) => name.startsWith("postgres.making-"))
        : undefined;
    const begun = () => existsSync(join(dataDir, unfinished() ?? "none", "PG_VERSION"));
    await eventually(begun, "initdb has begun");
    await millet.kill();
    expect(begun()).toBe(true);
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);

    const server = await start(dataDir);
    expect(unfinished()).toBeUndefined();
    await ask(server.connectionString, makeTable);
    await server.stop();
  });
});

describe("several at once", () => {
  test("two that start together share one server, and the last one stops it", async () => {
    const dataDir = newFolder();
    const millets = [startMillet(dataDir, elsewhere), startMillet(dataDir, elsewhere)] as const;
    const reports = await Promise.all(millets.map((millet) => millet.report));
    const pid = reports[0]?.pid ?? 0;
    expect(reports.map((report) => report.pid)).toEqual([pid, pid]);
    expect(new Set(reports.map((report) => report.adopted))).toEqual(new Set([false, true]));

    await millets[0].stop();
    expect(isAlive(pid)).toBe(true);
    await millets[1].stop();
    expect(isAlive(pid)).toBe(false);
  });

  test("two that stop together leave no server behind", async () => {
    const dataDir = usedFolder();
    const millets = [startMillet(dataDir, elsewhere), startMillet(dataDir, elsewhere)];
    const [report] = await Promise.all(millets.map((millet) => millet.report));
    await Promise.all(millets.map((millet) => millet.stop()));
    expect(isAlive(report?.pid ?? 0)).toBe(false);
  });

  test("two uses in one process share one server, and the last one stops it", async () => {
    const dataDir = usedFolder();
    const [one, two] = await Promise.all([start(dataDir), start(dataDir)]);
    expect(one.pid).toBe(two.pid);
    await one.stop();
    expect(await ask(two.connectionString, "SELECT 1")).toBe(1);
    await two.stop();
    expect(isAlive(one.pid)).toBe(false);
  });

  test("two data folders have two servers and do not mix", async () => {
    const [one, two] = await Promise.all([start(usedFolder()), start(usedFolder())]);
    expect(one.pid).not.toBe(two.pid);
    await ask(one.connectionString, makeTable);
    expect(await rejectionOf(ask(two.connectionString, readTable))).toContain("does not exist");
    await Promise.all([one.stop(), two.stop()]);
  });

  test("a Millet that is just leaving does not keep the server up", async () => {
    const server = await start(usedFolder());
    const other = new Client({
      connectionString: server.connectionString,
      application_name: applicationName(1),
    });
    await other.connect();
    setTimeout(() => void other.end(), 50);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  test("stopping leaves the server to another Millet, but not to another program", async () => {
    const dataDir = usedFolder();
    const server = await start(dataDir);
    const { connectionString, pid } = server;
    const other = new Client({ connectionString, application_name: applicationName(1) });
    await other.connect();
    await server.stop();
    expect(isAlive(pid)).toBe(true);
    await other.end();

    const again = await start(dataDir);
    expect(again).toMatchObject({ adopted: true, pid });
    const console = new Client({ connectionString, application_name: "psql" });
    console.on("error", () => undefined);
    await console.connect();
    await again.stop();
    expect(isAlive(pid)).toBe(false);
  });
});

describe("what cannot be used is refused with one clear line", () => {
  test("a folder made by another major version", async () => {
    const dataDir = usedFolder();
    const server = await start(dataDir);
    await server.stop();
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    expect(await rejectionOf(start(dataDir))).toMatch(
      /^the database in \S+ was made by PostgreSQL 17, and this is PostgreSQL 18: [^\n]+$/,
    );
  });

  test("a database whose own log is lost", async () => {
    const dataDir = usedFolder();
    const server = await start(dataDir);
    await server.stop();
    const log = join(dataDir, "postgres", "pg_wal");
    for (const name of readdirSync(log)) rmSync(join(log, name), { recursive: true });
    expect(await rejectionOf(start(dataDir))).toMatch(
      /^PostgreSQL did not start: PANIC: +could not locate [^\n]+postgres\.log\)$/,
    );
  });

  test("a data folder that is a file", async () => {
    const dataDir = newFolder();
    writeFileSync(dataDir, "");
    expect(await rejectionOf(start(dataDir))).toMatch(/^cannot make the data folder [^\n]+$/);
  });

  test("a machine without a package", async () => {
    expect(await rejectionOf(findBinaries("win32", "x64"))).toContain(
      "no built-in PostgreSQL for win32",
    );
    expect(await rejectionOf(findBinaries("linux", "mips"))).toContain(
      "@embedded-postgres/linux-mips",
    );
  });
});
