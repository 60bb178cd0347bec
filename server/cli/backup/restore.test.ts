import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { testDatabase } from "../../../tests/support/database.ts";
import { changeManifest, forgeTable } from "../../../tests/support/forged-backup.ts";
import { testConfig, testPlatform } from "../../../tests/support/platform.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { listTables, quoted } from "./tables.ts";
import { migrations } from "../../migrations/index.ts";
import { openDatabase } from "../../platform/database/database.ts";
import { listMigrationsThatRan, migrate, migrateTo } from "../../platform/database/migrate.ts";
import { createLog } from "../../platform/log.ts";
import { backupCommand, restoreCommand } from "./commands.ts";

const source = await testDatabase();
const platform = testPlatform(source);
const scratch = mkdtempSync(join(tmpdir(), "millet-restore-"));
const backup = join(scratch, "backup");
const dataDir = join(scratch, "source");
const made: string[] = [];

/** Every kind of value that a text format could stumble over. */
const ODD = 'tab\tline\nback\\slash "quotes" \\N \\. 云雀 \u2028';

platform.jobs.define("tests.ring-bell", {}, () => Promise.resolve());

async function asClient<Value>(url: string, work: (client: Client) => Promise<Value>) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database without anything in it, on the tests' server. */
async function emptyDatabase(): Promise<string> {
  const url = new URL(source.connectionString);
  const name = `${url.pathname.slice(1)}_empty_${made.length + 1}`;
  await source.pool.query(`create database ${name} template template0`);
  made.push(name);
  url.pathname = `/${name}`;
  return url.href;
}

/** What stands in the database, table by table. */
function contentOf(url: string): Promise<Record<string, unknown>> {
  return asClient(url, async (client) => {
    const content: Record<string, unknown> = {};
    for (const { schema, table } of await listTables(client)) {
      const name = quoted(schema, table);
      const { rows } = await client.query(
        `select count(*), md5(string_agg(found::text, ' ' order by found::text)) from ${name} found`,
      );
      content[name] = rows[0];
    }
    return content;
  });
}

const isEmpty = (url: string) =>
  contentOf(url).then((content) => Object.keys(content).length === 0);

async function run(
  command: typeof backupCommand,
  args: readonly string[],
  environment: Record<string, string>,
) {
  const lines: string[] = [];
  const code = await command(args, testConfig(environment), (line) => lines.push(line));
  return { code, text: lines.join("\n") };
}

/** Restores into an empty database and a new data folder. */
async function restore(folder: string, args: readonly string[] = [], more = {}) {
  const url = await emptyDatabase();
  const target = join(scratch, `target-${made.length}`);
  const environment = { DATABASE_URL: url, DATA_DIR: target, ...more };
  const answer = await run(restoreCommand, [folder, ...args], environment);
  return { ...answer, url, target };
}

/** A copy of the backup to be spoilt. */
function copyOfBackup(): string {
  const copy = join(scratch, `copy-${crypto.randomUUID()}`);
  cpSync(backup, copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  mkdirSync(join(dataDir, "files/sales/one"), { recursive: true });
  mkdirSync(join(dataDir, "files/.incoming"));
  writeFileSync(join(dataDir, "files/sales/one/report.json"), "{}");
  writeFileSync(join(dataDir, "files/.incoming/half"), "written");
  await source.pool.query(
    `insert into platform.event_consumers (name, types) values ('tests.listener', '{Rang}')`,
  );
  await source.pool.query(
    `insert into platform.outbox_events (type, subject, payload)
     values ('Rang', $1, 'null'), ('Rang', 'b', '{"a": [1, null]}')`,
    [ODD],
  );
  await source.pool.query(
    `insert into platform.mails (id, key, recipient, subject, text, recorded_at) values
     (gen_random_uuid(), 'waits', 'a@example.com', $1, 'text', now()),
     (gen_random_uuid(), 'waits too', 'b@example.com', 'b', '', now())`,
    [ODD],
  );
  await platform.jobs.enqueue("tests.ring-bell", { loud: ODD }, { startAfter: new Date(2e12) });
  const environment = { DATABASE_URL: source.connectionString, DATA_DIR: dataDir };
  expect(await run(backupCommand, [backup], environment)).toMatchObject({ code: 0 });
});

afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  const url = new URL(source.connectionString);
  url.pathname = "/postgres";
  await asClient(url.href, async (client) => {
    for (const name of made) await client.query(`drop database if exists ${name} with (force)`);
  });
}, 60_000);

test("every row, sequence, job and file is as it was, and nothing else", async () => {
  const { code, url, target } = await restore(backup);
  expect(code).toBe(0);
  const content = await contentOf(url);
  expect(content).toEqual(await contentOf(source.connectionString));
  expect(content['"platform"."outbox_events"']).toMatchObject({ count: 2 });
  // Had the outbox's trigger been at work, there would be more.
  expect(content['"platform"."event_deliveries"']).toMatchObject({ count: 2 });
  expect(content['"jobs"."job"']).toMatchObject({ count: 1 });
  expect(readdirSync(join(target, "files"), { recursive: true })).toEqual([
    "sales",
    "sales/one",
    "sales/one/report.json",
  ]);
  // SECRET was in the environment, so that the backup does not hold it.
  expect(existsSync(join(target, "secret"))).toBe(false);
  expect(existsSync(join(target, "restore-unfinished"))).toBe(false);
  await asClient(url, async (client) => {
    const insert = `insert into platform.outbox_events (type, subject, payload)
      values ('Rang', 'c', '1') returning sequence`;
    expect((await client.query(insert)).rows).toEqual([{ sequence: 3 }]);
    const keys = `select count(*) from pg_constraint where contype = 'f'`;
    const [here, there] = [await client.query(keys), await source.pool.query(keys)];
    expect(here.rows).toEqual(there.rows);
  });
});

test("what is not empty is refused, and stays as it is", async () => {
  const { url, target } = await restore(backup);
  const before = await contentOf(url);
  const again = (environment: object) =>
    run(restoreCommand, [backup], { DATABASE_URL: url, DATA_DIR: target, ...environment });
  expect(await again({})).toMatchObject({ code: 1, text: expect.stringContaining("files exists") });
  const elsewhere = join(scratch, "fresh-folder");
  const refused = await again({ DATA_DIR: elsewhere });
  expect(refused.text).toContain("the database is not empty");
  expect(await contentOf(url)).toEqual(before);
  expect(existsSync(elsewhere)).toBe(false);
});

test("a damaged backup is refused by the part that is damaged, before anything is made", async () => {
  const path = "database/platform.mails.gz";
  const damages: [damage: (folder: string) => void, says: string][] = [
    [(folder) => rmSync(join(folder, path)), `${path} is missing`],
    [(folder) => writeFileSync(join(folder, path), "short"), `${path} has 5 bytes`],
    [(folder) => flip(join(folder, path)), `${path} has another SHA-256`],
    [(folder) => rmSync(join(folder, "manifest.json")), "it has no manifest.json"],
    [(folder) => writeFileSync(join(folder, "manifest.json"), '{"format"'), "it is no JSON"],
    [(folder) => changeManifest(folder, (m) => m.migrations.push("9999-later")), "newer Millet"],
    [
      (folder) =>
        changeManifest(folder, ({ tables: [first] }) => ((first ?? { path }).path = "../x")),
      "is no path in the backup",
    ],
  ];
  for (const [damage, says] of damages) {
    const copy = copyOfBackup();
    damage(copy);
    const { code, text, target, url } = await restore(copy);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining(says) });
    expect(existsSync(target)).toBe(false);
    expect(await isEmpty(url)).toBe(true);
  }
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test("a restore that fails in the middle leaves database and folder as they were", async () => {
  const copy = copyOfBackup();
  forgeTable(copy, "platform.outbox_events", (text) => text.replace("\tRang\t", "\t\\N\t"));
  const url = await emptyDatabase();
  const target = join(scratch, "failed");
  const environment = { DATABASE_URL: url, DATA_DIR: target };
  const error = await rejectionOf(run(restoreCommand, [copy], environment));
  expect(error).toContain("not-null constraint");
  expect(existsSync(target)).toBe(false);
  expect(await isEmpty(url)).toBe(true);
  // The same places take the good one.
  expect(await run(restoreCommand, [backup], environment)).toMatchObject({ code: 0 });
});

test("the wrong secret, or none, is refused unless that is wanted", async () => {
  const other = { SECRET: "another secret of 32 characters or more" };
  const refused = await restore(backup, [], other);
  expect(refused).toMatchObject({ code: 1, text: expect.stringContaining("is not the one") });
  expect(await isEmpty(refused.url)).toBe(true);
  expect(await restore(backup, ["--with-other-secret"], other)).toMatchObject({ code: 0 });
});

test("mails that wait can be held back, for a restore that is only a trial", async () => {
  const { text, url } = await restore(backup, ["--without-mails"]);
  expect(text).toContain("held back: 2 mails");
  const waiting = `select count(*)::int as waiting from platform.mails where refused_at is null`;
  const { rows } = await asClient(url, (client) => client.query(waiting));
  expect(rows).toEqual([{ waiting: 0 }]);
});

test("a backup of an older version is restored as it was, and the next start migrates it", async () => {
  const names = Object.keys(migrations);
  const earlier = names.slice(0, names.indexOf("0004-sales") + 1);
  const later = names.slice(earlier.length);
  expect(later).not.toEqual([]);
  const older = openDatabase({
    connectionString: await emptyDatabase(),
    poolSize: 2,
    log: createLog("silent"),
  });
  const folder = join(scratch, "older");
  try {
    await migrateTo(older.kysely, migrations, earlier.at(-1));
    const environment = { DATABASE_URL: older.connectionString, DATA_DIR: join(scratch, "none") };
    expect(await run(backupCommand, [folder], environment)).toMatchObject({ code: 0 });
  } finally {
    await older.close();
  }
  const { code, url } = await restore(folder);
  expect(code).toBe(0);
  const restored = openDatabase({ connectionString: url, poolSize: 2, log: createLog("silent") });
  try {
    expect(await listMigrationsThatRan(restored.kysely)).toEqual(earlier);
    expect(await migrate(restored, migrations)).toEqual(later);
  } finally {
    await restored.close();
  }
});

test("--check verifies a backup and makes nothing", async () => {
  const { code, text, url, target } = await restore(backup, ["--check"]);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("as it was written") });
  expect(existsSync(target)).toBe(false);
  expect(await isEmpty(url)).toBe(true);
});

test("a backup is refused where it cannot be written or made, and leaves nothing behind", async () => {
  const there = { DATABASE_URL: source.connectionString, DATA_DIR: dataDir };
  const refusals: [args: string[], environment: Record<string, string>, says: string][] = [
    [[backup], there, "exists already"],
    [[], there, "usage: backup"],
    [["one", "two"], there, "usage: backup"],
    [["new"], { DATABASE_URL: await emptyDatabase() }, "the database is empty"],
    [["new"], { DATA_DIR: join(scratch, "nowhere") }, "there is nothing to back up"],
  ];
  for (const [args, environment, says] of refusals) {
    const paths = args.map((name) => (name === backup ? name : join(scratch, name)));
    const { code, text } = await run(backupCommand, paths, environment);
    expect(code).toBeGreaterThan(0);
    expect(text).toContain(says);
  }
  expect(readdirSync(scratch).filter((name) => /unfinished|^new/.test(name))).toEqual([]);
});
