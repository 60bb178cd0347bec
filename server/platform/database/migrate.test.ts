import { beforeEach, expect, test } from "bun:test";
import { type Migration, sql } from "kysely";
import { testDatabase } from "../../../tests/support/database.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { createLog } from "../log.ts";
import { openDatabase } from "./database.ts";
import { listMigrationsThatRan, migrate, type Migrations } from "./migrate.ts";

const database = await testDatabase("nothing");

/** How often each migration was begun. */
let begun: string[] = [];

beforeEach(async () => {
  begun = [];
  await sql`drop schema if exists platform cascade`.execute(database.kysely);
});

function making(table: string): Migration {
  return {
    async up(db) {
      begun.push(table);
      await sql`create schema if not exists platform`.execute(db);
      await sql`create table ${sql.id("platform", table)} (id integer)`.execute(db);
    },
  };
}

const failing: Migration = {
  async up(db) {
    await sql`drop table platform.seats`.execute(db);
    await sql`select 1 / 0`.execute(db);
  },
};

const first: Migrations = { "0001-seats": making("seats") };
const second: Migrations = { ...first, "0002-doors": making("doors") };

async function tables(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'platform' and relkind = 'r' and relname not like 'kysely%' order by 1
  `.execute(database.kysely);
  return rows.map(({ name }) => name);
}

test("a newer version runs what is missing, once, and in order", async () => {
  expect(await migrate(database, first)).toEqual(["0001-seats"]);
  expect(await migrate(database, second)).toEqual(["0002-doors"]);
  expect(await migrate(database, second)).toEqual([]);
  expect(begun).toEqual(["seats", "doors"]);
  expect(await listMigrationsThatRan(database.kysely)).toEqual(["0001-seats", "0002-doors"]);
});

test("an older version refuses a newer one's database in one clear sentence, and changes nothing", async () => {
  await migrate(database, second);
  const refused = await migrate(database, first).catch((error: Error) => error);
  expect(refused).toMatchObject({ name: "ConfigError" });
  expect(String(refused)).toContain("changed by a newer Millet (its migration 0002-doors");
  expect(await tables()).toEqual(["doors", "seats"]);
  expect(await listMigrationsThatRan(database.kysely)).toEqual(["0001-seats", "0002-doors"]);
});

test("a failed migration leaves everything as before, those before it included", async () => {
  await migrate(database, first);
  const broken = { ...second, "0003-failing": failing };
  expect(await rejectionOf(migrate(database, broken))).toContain("division by zero");
  expect(await tables()).toEqual(["seats"]);
  expect(await listMigrationsThatRan(database.kysely)).toEqual(["0001-seats"]);
  expect(await migrate(database, second)).toEqual(["0002-doors"]);
});

test("of several servers that start at once one migrates, and the others wait for it", async () => {
  const options = { connectionString: database.connectionString, poolSize: 2 };
  const servers = [1, 2, 3].map(() => openDatabase({ ...options, log: createLog("silent") }));
  const slow: Migrations = {
    ...second,
    "0003-slow": { up: (db) => sql`select pg_sleep(0.2)`.execute(db).then(() => undefined) },
  };
  try {
    const ran = await Promise.all(servers.map((server) => migrate(server, slow)));
    expect(ran.filter((names) => names.length > 0)).toEqual([Object.keys(slow)]);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
  expect(begun).toEqual(["seats", "doors"]);
});
