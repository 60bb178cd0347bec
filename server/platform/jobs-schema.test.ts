import { expect, test } from "bun:test";
import { testDatabase } from "../../tests/support/database.ts";
import { testPlatform } from "../../tests/support/platform.ts";
import { rejectionOf } from "../../tests/support/rejection.ts";
import { jobsSchemaSql, jobsSchemaVersion, refuseNewerJobs } from "./jobs-schema.ts";

const database = await testDatabase();
const platform = testPlatform(database);

test("a job queue that a newer version has changed is refused, and its own is not", async () => {
  await refuseNewerJobs(database);
  await database.pool.query(jobsSchemaSql());
  const { rows } = await database.pool.query("select version from jobs.version");
  expect(rows).toEqual([{ version: jobsSchemaVersion() }]);
  await refuseNewerJobs(database);
  await database.pool.query("update jobs.version set version = version + 1");
  const error = await rejectionOf(platform.jobs.start());
  expect(error).toContain("the job queue was changed by a newer Millet");
  await database.pool.query("update jobs.version set version = version - 1");
  await platform.jobs.start();
});
