import { afterAll } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { migrations } from "../../server/migrations/index.ts";
import {
  connectionSettings,
  type Database,
  openDatabase,
} from "../../server/platform/database/database.ts";
import {
  findRunningServer,
  isAlive,
} from "../../server/platform/database/embedded-postgres-process.ts";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../server/platform/database/embedded-postgres.ts";
import { migrate } from "../../server/platform/database/migrate.ts";
import { createLog } from "../../server/platform/log.ts";

const ROOT = join(import.meta.dir, "../..");

/** One server for each checkout and user, which test files and test runs share. */
const DATA_DIR = join(tmpdir(), `millet-tests-${process.getuid?.() ?? 0}-${shortDigest(ROOT)}`);

/** Begins the name of every test database of this checkout on this machine. */
const PREFIX = `millet_test_${shortDigest(hostname() + ROOT)}_`;

/** Few, because all test files that run at the moment share the server's 100 connections. */
const POOL_SIZE = 5;

/** The advisory lock under which the template is made. */
const TEMPLATE_LOCK = 726_553_848;

const log = createLog("silent");
let server: Promise<EmbeddedPostgres> | undefined;
let created = 0;

/**
 * A fresh database with every migration, for one test file. It is dropped after the file's last
 * test. Call it at the top level of the test file:
 *
 *     const database = await testDatabase();
 *
 * and never inside `beforeAll`, where Bun would drop it before the first test.
 *
 * With "nothing" there is not even a schema in it, for what makes its own.
 *
 * The server is an embedded PostgreSQL that stays up when a single test file has ended, so that
 * the next one starts at once; `stopTestDatabases` ends it. With TEST_DATABASE_URL (a superuser's,
 * or one who may create databases) another server is used.
 */
export async function testDatabase(
  content: "migrated" | "nothing" = "migrated",
): Promise<Database> {
  const adminUrl = await serverUrl();
  created += 1;
  const name = `${PREFIX}${process.pid}_${created}`;
  await asAdmin(adminUrl, async (admin) => {
    await admin.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const template = content === "migrated" ? await ensureTemplate(admin, adminUrl) : "template0";
    await admin.query(`create database ${name} template ${template}`);
  });
  const database = openDatabase({
    connectionString: urlOf(adminUrl, name),
    poolSize: POOL_SIZE,
    log,
  });
  afterAll(async () => {
    await database.close();
    await asAdmin(adminUrl, (admin) => admin.query(`drop database if exists ${name} with (force)`));
  });
  return database;
}

/**
 * Ends the embedded server, if it runs and no other test run uses it. For whoever runs all tests
 * (tests/support/run-all.ts); after a single file, `bun tests/support/database.ts` does it.
 */
export async function stopTestDatabases(): Promise<void> {
  let cluster: string;
  try {
    cluster = realpathSync(join(DATA_DIR, "postgres"));
  } catch {
    return;
  }
  if (findRunningServer(cluster) === undefined) return;
  server ??= startEmbeddedPostgres({ dataDir: DATA_DIR });
  await (await server).stop();
  server = undefined;
}

async function serverUrl(): Promise<string> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given !== undefined && given !== "") return given;
  server ??= startEmbeddedPostgres({ dataDir: DATA_DIR });
  return (await server).connectionString;
}

async function asAdmin<Value>(url: string, work: (admin: Client) => Promise<Value>) {
  const admin = new Client(connectionSettings(url));
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Makes the database from which all others are copied, unless it is there. Runs under the lock. */
async function ensureTemplate(admin: Client, adminUrl: string): Promise<string> {
  const template = `millet_template_${digestOfMigrations()}`;
  const { rows } = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'millet\\_%'",
  );
  const names = rows.map((row) => row.name);
  const isThere = names.includes(template);
  const useless = names.filter(
    (name) => isAbandoned(name) || (!isThere && name.startsWith("millet_template_")),
  );
  for (const name of useless) {
    await admin.query(`drop database if exists ${name} with (force)`);
  }
  if (isThere) return template;
  const unfinished = `${template}_unfinished`;
  await admin.query(`create database ${unfinished} template template0`);
  const database = openDatabase({
    connectionString: urlOf(adminUrl, unfinished),
    poolSize: 2,
    log,
  });
  try {
    await migrate(database, migrations);
  } finally {
    await database.close();
  }
  await admin.query(`alter database ${unfinished} with allow_connections false`);
  await admin.query(`alter database ${unfinished} rename to ${template}`);
  return template;
}

/** A test run of this checkout that was killed left it. */
function isAbandoned(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false;
  return !isAlive(Number(name.slice(PREFIX.length).split("_")[0]));
}

/** Changes with the migrations, and with the packages that they may use. */
function digestOfMigrations(): string {
  const folder = join(ROOT, "server/migrations");
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .map((name) => join(folder, name));
  const hash = createHash("sha256");
  for (const path of [...paths, join(ROOT, "package.json")]) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}

function urlOf(adminUrl: string, databaseName: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}

function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

if (import.meta.main) await stopTestDatabases();
