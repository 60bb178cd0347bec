import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createAuth } from "./auth.ts";
import { createMailBasket } from "./mail-basket.ts";

const platform = testPlatform(await testDatabase());

async function checkTables(): Promise<void> {
  const auth = createAuth(platform, createMailBasket(platform), new Set());
  const { explicitSchemaCheck } = await auth.$context;
  if (explicitSchemaCheck === undefined) throw new Error("the library checks no tables");
  await explicitSchemaCheck();
}

test("the migration made the tables that the sign-in library expects", async () => {
  await checkTables();
});

test("a column that is missing would be noticed", async () => {
  const { kysely } = platform.database;
  await sql`alter table accounts.sessions rename column user_agent to agent`.execute(kysely);
  expect(await checkTables().catch(String)).toContain("user_agent");
  await sql`alter table accounts.sessions rename column agent to user_agent`.execute(kysely);
});

test("no other role may look into the schema, where session tokens are readable", async () => {
  const { rows } = await sql<{ allowed: boolean }>`
    select has_schema_privilege('public', 'accounts', 'usage') as allowed
  `.execute(platform.database.kysely);
  expect(rows).toEqual([{ allowed: false }]);
});
