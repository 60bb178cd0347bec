import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../tests/support/database.ts";
import { testPlatform } from "../../tests/support/platform.ts";
import { rejectionOf } from "../../tests/support/rejection.ts";
import { inTransaction } from "./database/database.ts";
import type { JobRun } from "./jobs.ts";

const database = await testDatabase();

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(10);
}

async function countJobs(name: string, state: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from jobs.job where name = ${name} and state = ${state}
  `.execute(database.kysely);
  return rows[0]?.count ?? 0;
}

test("a job made in a transaction exists only if the transaction commits", async () => {
  const { jobs } = testPlatform(database);
  const seen: number[] = [];
  jobs.define<{ n: number }>("committed", {}, async ({ n }) => void seen.push(n));
  const work = inTransaction(database, async (tx) => {
    await jobs.enqueue("committed", { n: 1 }, { tx });
    throw new Error("no");
  });
  expect(await rejectionOf(work)).toContain("no");
  await inTransaction(database, (tx) => jobs.enqueue("committed", { n: 2 }, { tx }));
  await jobs.start();
  await until(() => seen.length > 0);
  await jobs.stop();
  expect(seen).toEqual([2]);
});

test("jobs are kept while no server works, and all of them are done when one does", async () => {
  const before = testPlatform(database).jobs;
  before.define("kept", {}, async () => {});
  for (let n = 0; n < 30; n += 1) await before.enqueue("kept", { n });
  await before.stop();

  const after = testPlatform(database).jobs;
  const seen = new Set<number>();
  after.define<{ n: number }>("kept", { concurrency: 2 }, async ({ n }) => void seen.add(n));
  await after.start();
  await until(() => seen.size === 30);
});

test("a job that fails is tried again, and given up after its last retry", async () => {
  const { jobs } = testPlatform(database);
  const attempts: number[] = [];
  jobs.define(
    "failing",
    { retries: 1, firstRetrySeconds: 1, longestRetrySeconds: 1 },
    async (_data, { attempt }: JobRun) => {
      attempts.push(attempt);
      throw new Error("broken");
    },
  );
  await jobs.start();
  await jobs.enqueue("failing", {});
  await until(async () => (await countJobs("failing", "failed")) === 1);
  expect(attempts).toEqual([1, 2]);
}, 20_000);

test("while a job waits, no second one with its key is made; others are", async () => {
  const { jobs } = testPlatform(database);
  jobs.define("keyed", {}, async () => {});
  await jobs.enqueue("keyed", { n: 1 }, { singletonKey: "a" });
  await jobs.enqueue("keyed", { n: 2 }, { singletonKey: "a" });
  await jobs.enqueue("keyed", { n: 3 }, { singletonKey: "b" });
  await jobs.enqueue("keyed", { n: 4 });
  await jobs.enqueue("keyed", { n: 5 });
  expect(await countJobs("keyed", "created")).toBe(4);
});

test("many jobs are made at once, one for each key, and lower ones wait for the others", async () => {
  const { jobs } = testPlatform(database);
  const seen: string[] = [];
  jobs.define<{ name: string }>("ranked", {}, async ({ name }) => void seen.push(name));
  const many = ["a", "b", "a"].map((key) => ({ key, data: { name: key } }));
  await inTransaction(database, (tx) => jobs.enqueueAll("ranked", many, { tx, priority: -1 }));
  await jobs.enqueueAll("ranked", []);
  await jobs.enqueue("ranked", { name: "first" });
  await jobs.start();
  await until(() => seen.length === 3);
  await jobs.stop();
  expect(seen[0]).toBe("first");
  expect(seen.toSorted()).toEqual(["a", "b", "first"]);
});

test("a job does not begin before its time", async () => {
  const { jobs } = testPlatform(database);
  const seen: number[] = [];
  jobs.define<{ n: number }>("later", {}, async ({ n }) => void seen.push(n));
  await jobs.start();
  await jobs.enqueue("later", { n: 1 }, { startAfter: new Date(Date.now() + 3_600_000) });
  await jobs.enqueue("later", { n: 2 });
  await until(() => seen.length > 0);
  await jobs.stop();
  expect(seen).toEqual([2]);
});

test("a job under way when the server stops is signalled and tried again", async () => {
  const { jobs } = testPlatform(database);
  const begun = Promise.withResolvers<AbortSignal>();
  const mayEnd = Promise.withResolvers<void>();
  jobs.define("interrupted", {}, async (_data, { signal }) => {
    begun.resolve(signal);
    await mayEnd.promise;
  });
  await jobs.start();
  await jobs.enqueue("interrupted", {});
  const signal = await begun.promise;
  await jobs.stop();
  mayEnd.resolve();
  expect(signal.aborted).toBe(true);
  expect(await countJobs("interrupted", "retry")).toBe(1);
});

test("the timetable is what the code says now", async () => {
  const older = testPlatform(database).jobs;
  older.define("hourly", { cron: "5 * * * *" }, async () => {});
  older.define("abolished", { cron: "6 * * * *" }, async () => {});
  await older.start();
  await older.stop();
  const newer = testPlatform(database).jobs;
  newer.define("hourly", { cron: "7 * * * *" }, async () => {});
  newer.define("abolished", {}, async () => {});
  await newer.start();
  await newer.stop();
  const { rows } = await sql`
    select name, cron from jobs.schedule where name in ('hourly', 'abolished')
  `.execute(database.kysely);
  expect(rows).toEqual([{ name: "hourly", cron: "7 * * * *" }]);
});

test("to enqueue or define what is not right is a bug", async () => {
  const { jobs } = testPlatform(database);
  jobs.define("once", {}, async () => {});
  expect(() => jobs.define("once", {}, async () => {})).toThrow("named once");
  expect(await rejectionOf(jobs.enqueue("unknown", {}))).toContain("no job is named unknown");
  await jobs.enqueue("once", {});
  expect(() => jobs.define("late", {}, async () => {})).toThrow("after the start");
});
