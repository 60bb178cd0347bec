import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../tests/support/database.ts";
import { rejectionOf } from "../../tests/support/rejection.ts";
import { testPlatform } from "../../tests/support/platform.ts";
import { createTestSite } from "../../tests/support/test-browser.ts";
import { createAccounts } from "../modules/accounts/index.ts";
import { systemClock } from "../platform/clock.ts";
import { ownerLinkCommand } from "./owner-link.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await ownerLinkCommand(args, accounts, (line) => lines.push(line));
  return { code, lines };
}

async function actions(): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select operator_name || ' ' || action as line from accounts.operator_actions order by sequence
  `.execute(platform.database.kysely);
  return rows.map(({ line }) => line);
}

test("the command prints a link that signs in, and resets a lost second factor when asked", async () => {
  const early = await run("--reset-second-factor");
  expect([early.code, early.lines[0]]).toEqual([0, expect.stringContaining("no owner yet")]);
  const { lines } = await run();
  const token = new URL(lines.at(-1) ?? "").searchParams.get("token") ?? "";
  const owner = site.openBrowser();
  expect((await owner.postForm("/sign-in/owner", { token })).status).toBe(303);
  const reset = await run("--reset-second-factor");
  expect(reset.lines[0]).toContain("is gone");
  expect(await actions()).toContain("cli second_factor.removed");
});

test("an option that does not exist makes no link", async () => {
  const before = await actions();
  expect(await rejectionOf(run("--reset"))).toContain("--reset");
  expect(await actions()).toEqual(before);
});
