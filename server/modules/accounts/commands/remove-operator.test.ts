import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { cliOperator, createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const actor = { operator: cliOperator };

async function owners(): Promise<unknown[]> {
  const { rows } = await sql`
    select fan_id from accounts.operators where role = 'owner'
  `.execute(platform.database.kysely);
  return rows;
}

test("two owners who remove each other at the same time leave one", async () => {
  const anna = await signUpFan(site, "Anna");
  const berta = await signUpFan(site, "Berta");
  for (let round = 0; round < 10; round += 1) {
    await accounts.appointOperator({ email: anna.email, role: "owner" }, actor);
    await accounts.appointOperator({ email: berta.email, role: "owner" }, actor);
    const answers = await Promise.all([
      accounts.removeOperator(anna.id, actor),
      accounts.removeOperator(berta.id, actor),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await owners()).toHaveLength(1);
  }
});

test("the last owner cannot take a lesser role either", async () => {
  const carla = await signUpFan(site, "Carla");
  await accounts.appointOperator({ email: carla.email, role: "owner" }, actor);
  const { rows } = await sql<{ fan_id: string }>`
    delete from accounts.operators where fan_id <> ${carla.id} returning fan_id
  `.execute(platform.database.kysely);
  expect(rows.length).toBeGreaterThan(0);
  const demoted = await accounts.appointOperator({ email: carla.email, role: "support" }, actor);
  expect(demoted.ok ? "" : demoted.failure.kind.code).toBe("last_owner");
});
