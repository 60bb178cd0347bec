import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../tests/support/test-browser.ts";
import { createAccounts } from "./index.ts";

const clock = createManualClock(Date.now());
const platform = testPlatform(await testDatabase(), { clock });
const jobs = new Map<string, () => Promise<void>>();
const accounts = createAccounts({
  ...platform,
  jobs: {
    ...platform.jobs,
    define: (name, _options, handle) =>
      void jobs.set(name, () =>
        handle({} as never, { id: "1", attempt: 1, signal: AbortSignal.timeout(1000) }),
      ),
  },
});
const site = createTestSite(platform, accounts.mounts);

async function remaining(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from accounts.sessions) as sessions,
      (select count(*) from accounts.verifications) as verifications,
      (select count(*) from accounts.owner_links) as links
  `.execute(platform.database.kysely);
  return rows[0];
}

test("sessions, mailed tokens and owner's links are deleted when they are over", async () => {
  const { email } = await signUpFan(site);
  await site.openBrowser().post("/api/v1/auth/request-password-reset", { email });
  await accounts.createOwnerLink();
  const prune = jobs.get("accounts.prune-sessions");
  await prune?.();
  expect(await remaining()).toEqual({ sessions: 1, verifications: 1, links: 1 });
  clock.advance(7 * 86_400_000 + 60_000);
  await prune?.();
  expect(await remaining()).toEqual({ sessions: 0, verifications: 0, links: 0 });
});
