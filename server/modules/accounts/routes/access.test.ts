import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { cliOperator, createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const actor = { operator: cliOperator };

async function signInOwner() {
  const { url } = await accounts.createOwnerLink();
  const browser = site.openBrowser();
  const token = new URL(url).searchParams.get("token") ?? "";
  await browser.postForm("/sign-in/owner", { token });
  return browser;
}

interface Page {
  readonly actions: readonly { readonly action: string; readonly subject: string }[];
  readonly nextCursor: string | null;
}

test("everybody of the staff reads what each role may do, and nobody else", async () => {
  const owner = await signInOwner();
  const { roles } = (await (await owner.get("/api/v1/roles")).json()) as {
    roles: { role: string; permissions: string[] }[];
  };
  expect(roles.map(({ role }) => role)).toEqual([
    "owner",
    "operator",
    "engineer",
    "moderator",
    "support",
  ]);
  expect(roles[0]?.permissions).toContain("staff:manage");
  expect(roles[1]?.permissions).not.toContain("staff:manage");
  expect((await site.openBrowser().get("/api/v1/roles")).status).toBe(401);
});

test("the audit log is narrowed down by who, what, to what and when, and by all of it", async () => {
  const { key } = await accounts.createApiKey({ name: "deploy", role: "operator" }, actor);
  const other = await accounts.createApiKey({ name: "other", role: "support" }, actor);
  await accounts.revokeApiKey(key.id, actor);
  const owner = await signInOwner();
  const ask = async (query: Record<string, string>) => {
    const path = `/api/v1/audit-log?${new URLSearchParams(query).toString()}`;
    const { actions } = (await (await owner.get(path)).json()) as Page;
    return actions.map(({ action, subject }) => `${action} ${subject.split(":")[0]}`);
  };
  const filters = await (await owner.get("/api/v1/audit-log/filters")).json();
  expect(filters).toMatchObject({
    operators: expect.arrayContaining([{ id: cliOperator.id, name: cliOperator.name }]),
    actions: expect.arrayContaining(["api_key.created", "api_key.revoked"]),
  });
  expect(await ask({ action: "api_key.revoked" })).toEqual(["api_key.revoked api_key"]);
  expect(await ask({ subject: `api_key:${other.key.id}` })).toEqual(["api_key.created api_key"]);
  expect(await ask({ subject: "api_key:", action: "api_key.created" })).toHaveLength(2);
  const later = new Date(Date.now() + 60_000).toISOString();
  expect(await ask({ action: "api_key.created", from: later })).toEqual([]);
  expect(await ask({ action: "api_key.created", until: later })).toHaveLength(2);
  expect(await ask({ operatorId: key.id })).toEqual([]);
  expect(await ask({ operatorId: cliOperator.id, subject: "api_key:" })).toHaveLength(3);
});
