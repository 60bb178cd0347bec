import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
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

async function keyFor(role: "owner" | "operator" | "support") {
  const { token } = await accounts.createApiKey({ name: `test ${role}`, role }, actor);
  return { authorization: `Bearer ${token}` };
}

test("the owner's link opens the owner's account once", async () => {
  const { url } = await accounts.createOwnerLink();
  const link = new URL(url);
  expect(link.origin).toBe(platform.config.baseUrl);
  const token = link.searchParams.get("token") ?? "";
  const scanner = site.openBrowser();
  const page = await scanner.get(`${link.pathname}${link.search}`);
  expect(await page.text()).toContain('method="post"');
  const browser = site.openBrowser();
  const used = await browser.postForm("/sign-in/owner", { token });
  expect([used.status, used.headers.get("location")]).toEqual([303, "/console"]);
  const account = await browser.get("/account");
  expect(account.headers.get("content-type")).toContain("text/html");
  expect(await account.text()).toContain("owner");
  expect(await (await browser.get("/api/v1/me")).json()).toMatchObject({
    operator: { role: "owner", kind: "person" },
  });

  const again = site.openBrowser();
  expect((await again.postForm("/sign-in/owner", { token })).status).toBe(401);
  expect(again.cookies.size).toBe(0);
  const { rows } = await sql`select * from accounts.owner_links`.execute(platform.database.kysely);
  expect(rows).toEqual([]);
});

test("every owner's link leads to the same account, and an old one to none", async () => {
  const first = await signInOwner();
  const second = await signInOwner();
  const me = async (browser: typeof first) => (await browser.get("/api/v1/me")).json();
  expect(await me(second)).toEqual(await me(first));
  const { url } = await accounts.createOwnerLink();
  await sql`update accounts.owner_links set expires_at = now()`.execute(platform.database.kysely);
  const token = new URL(url).searchParams.get("token") ?? "";
  expect((await site.openBrowser().postForm("/sign-in/owner", { token })).status).toBe(401);
});

test("the owner gives the account a real address and signs in by mail from then on", async () => {
  const owner = await signInOwner();
  const email = "founder@example.com";
  await owner.post("/api/v1/auth/change-email", { newEmail: email });
  const mail = await site.newestMail(email);
  await owner.get(`/api/v1/auth/verify-email?token=${mail?.token}`);
  const browser = site.openBrowser();
  await browser.post("/api/v1/auth/sign-in/magic-link", { email });
  const link = await site.newestMail(email);
  await browser.get(`/api/v1/auth/magic-link/verify?token=${link?.token}`);
  const me = await (await browser.get("/api/v1/me")).json();
  expect(me).toMatchObject({ fan: { email }, operator: { role: "owner" } });
});

test("the owner makes, sees and revokes API keys; the token is shown once", async () => {
  const owner = await signInOwner();
  const body = { name: "deploy", role: "operator", days: 30 };
  const made = await owner.post("/api/v1/api-keys", body);
  expect(made.status).toBe(201);
  const { key, token } = (await made.json()) as { key: { id: string }; token: string };
  const listed = await (await owner.get("/api/v1/api-keys")).text();
  expect(listed).toContain(key.id);
  expect(listed).not.toContain(token.slice(-43));
  const authorization = `Bearer ${token}`;
  const me = await (await site.openBrowser().get("/api/v1/me", { authorization })).json();
  expect(me).toMatchObject({
    fan: null,
    operator: { id: key.id, kind: "api_key", name: "deploy" },
  });
  expect((await owner.delete(`/api/v1/api-keys/${key.id}`)).status).toBe(204);
  expect((await owner.delete(`/api/v1/api-keys/${key.id}`)).status).toBe(204);
  expect((await owner.delete("/api/v1/api-keys/none")).status).toBe(404);
  expect((await site.openBrowser().get("/api/v1/me", { authorization })).status).toBe(401);
});

test("only the owner manages keys and staff, and operators read the audit log", async () => {
  const browser = site.openBrowser();
  const operator = await keyFor("operator");
  const support = await keyFor("support");
  const status = async (path: string, headers: Record<string, string>) =>
    (await browser.get(path, headers)).status;
  expect(await status("/api/v1/api-keys", operator)).toBe(403);
  expect(await status("/api/v1/operators", operator)).toBe(403);
  expect(await status("/api/v1/audit-log", operator)).toBe(200);
  expect(await status("/api/v1/audit-log", support)).toBe(403);
  expect(await status("/api/v1/audit-log", {})).toBe(401);
});

test("the owner appoints and removes operators, but never the last owner", async () => {
  const owner = await signInOwner();
  const { email, id } = await signUpFan(site);
  const appoint = (input: object) => owner.post("/api/v1/operators", input);
  expect((await appoint({ email: "no@example.com", role: "support" })).status).toBe(404);
  expect((await appoint({ email, role: "king" })).status).toBe(422);
  const appointed = await appoint({ email, role: "moderator" });
  expect(await appointed.json()).toMatchObject({ id, email, role: "moderator" });
  const list = await (await owner.get("/api/v1/operators")).json();
  expect(list).toMatchObject({ operators: [{ role: "moderator" }, { role: "owner" }] });
  expect((await owner.delete(`/api/v1/operators/${id}`)).status).toBe(204);
  expect((await owner.delete(`/api/v1/operators/${id}`)).status).toBe(404);
  const me = (await (await owner.get("/api/v1/me")).json()) as { fan: { id: string } };
  const last = await owner.delete(`/api/v1/operators/${me.fan.id}`);
  expect(await last.json()).toMatchObject({ status: 409, code: "last_owner" });
});

test("an account whose address was never confirmed gets no role", async () => {
  const email = "unproven@example.com";
  const body = { name: "U", email, password: "correct horse" };
  await site.openBrowser().post("/api/v1/auth/sign-up/email", body);
  const refused = await accounts.appointOperator({ email, role: "support" }, actor);
  expect(refused.ok ? "" : refused.failure.kind.code).toBe("email_not_verified");
});

test("the audit log is read in pages, the newest first, with actor and request", async () => {
  const operator = await keyFor("operator");
  const owner = await signInOwner();
  const made = await owner.post("/api/v1/api-keys", { name: "logged", role: "support" });
  const { key } = (await made.json()) as { key: { id: string } };
  const browser = site.openBrowser();
  const page = async (query: string) =>
    (await (await browser.get(`/api/v1/audit-log${query}`, operator)).json()) as {
      actions: { sequence: number }[];
      nextCursor: string | null;
    };
  const first = await page("?limit=2");
  expect(first.actions[0]).toMatchObject({
    action: "api_key.created",
    subject: `api_key:${key.id}`,
    operator: { kind: "person", role: "owner", name: "Owner" },
    requestId: made.headers.get("x-request-id"),
    details: { name: "logged", role: "support" },
  });
  expect(first.actions[1]).toMatchObject({ action: "owner_link.used" });
  const all = [...first.actions];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const next = await page(`?limit=2&cursor=${cursor}`);
    all.push(...next.actions);
    cursor = next.nextCursor;
  }
  const sequences = all.map(({ sequence }) => sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => b - a));
  expect(sequences.at(-1)).toBe(1);
  for (const query of [
    "?limit=0",
    "?limit=101",
    "?limit=1e1",
    "?limit=0x1",
    "?limit=07",
    "?cursor=x",
    "?page=2",
  ]) {
    expect([query, (await browser.get(`/api/v1/audit-log${query}`, operator)).status]).toEqual([
      query,
      422,
    ]);
  }
});

test("the audit log cannot be changed, emptied or cut", async () => {
  await keyFor("support");
  const { kysely } = platform.database;
  const count = sql<{ count: number }>`select count(*) as count from accounts.operator_actions`;
  const before = (await count.execute(kysely)).rows[0]?.count;
  expect(before).toBeGreaterThan(0);
  const attempts = [
    sql`update accounts.operator_actions set action = 'nothing.happened'`,
    sql`delete from accounts.operator_actions`,
    sql`truncate accounts.operator_actions`,
  ];
  for (const attempt of attempts) {
    const error = await attempt.execute(kysely).catch(String);
    expect(error).toContain("can only be added to");
  }
  expect((await count.execute(kysely)).rows[0]?.count).toBe(before as number);
});

test("bad bodies are refused and change nothing", async () => {
  const owner = await signInOwner();
  const before = await accounts.listApiKeys();
  for (const body of [
    {},
    { name: "x", role: "king" },
    { name: "", role: "support" },
    { name: "x", role: "support", days: 0 },
    { name: "x", role: "support", days: 1.5 },
    { name: "x", role: "support", secret: "mine" },
  ]) {
    const refused = await owner.post("/api/v1/api-keys", body);
    expect(await refused.json()).toMatchObject({ status: 422, code: "invalid_request" });
  }
  expect(await accounts.listApiKeys()).toEqual(before);
});

test("every offered route is in the API description, with its failures", async () => {
  const response = await site.openBrowser().get("/openapi.json");
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  };
  const offered = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(offered.sort()).toEqual([
    "delete /api/v1/api-keys/{id}",
    "delete /api/v1/me",
    "delete /api/v1/me/delivery-address",
    "delete /api/v1/me/passkeys/{id}",
    "delete /api/v1/me/second-factor",
    "delete /api/v1/me/sessions",
    "delete /api/v1/me/sessions/{id}",
    "delete /api/v1/operators/{id}",
    "delete /api/v1/operators/{id}/second-factor",
    "get /api/v1/api-keys",
    "get /api/v1/audit-log",
    "get /api/v1/audit-log/filters",
    "get /api/v1/auth/callback/oidc",
    "get /api/v1/auth/get-session",
    "get /api/v1/auth/magic-link/verify",
    "get /api/v1/auth/passkey/generate-authenticate-options",
    "get /api/v1/auth/passkey/generate-register-options",
    "get /api/v1/auth/verify-email",
    "get /api/v1/me",
    "get /api/v1/me/delivery-address",
    "get /api/v1/me/export",
    "get /api/v1/me/passkeys",
    "get /api/v1/me/profile",
    "get /api/v1/me/second-factor",
    "get /api/v1/me/sessions",
    "get /api/v1/operators",
    "get /api/v1/roles",
    "post /api/v1/api-keys",
    "post /api/v1/auth/change-email",
    "post /api/v1/auth/change-password",
    "post /api/v1/auth/passkey/verify-authentication",
    "post /api/v1/auth/passkey/verify-registration",
    "post /api/v1/auth/request-password-reset",
    "post /api/v1/auth/reset-password",
    "post /api/v1/auth/send-verification-email",
    "post /api/v1/auth/sign-in/email",
    "post /api/v1/auth/sign-in/magic-link",
    "post /api/v1/auth/sign-in/social",
    "post /api/v1/auth/sign-out",
    "post /api/v1/auth/sign-up/email",
    "post /api/v1/me/erasure-requests",
    "post /api/v1/me/second-factor/backup-codes",
    "post /api/v1/me/second-factor/confirmations",
    "post /api/v1/me/second-factor/enrolments",
    "post /api/v1/me/second-factor/proofs",
    "post /api/v1/operators",
    "put /api/v1/me/delivery-address",
    "put /api/v1/me/passkeys/{id}",
    "put /api/v1/me/profile",
  ]);
  const signIn = paths["/api/v1/auth/sign-in/email"]?.["post"]?.responses;
  expect(JSON.stringify(signIn?.["401"])).toContain("invalid_email_or_password");
});
