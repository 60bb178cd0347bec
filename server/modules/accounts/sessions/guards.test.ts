import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testConfig, testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createRouter } from "../../../platform/http/router.ts";
import { cliOperator, createAccounts, mintSessionCookies, sessionSecretOf } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock, config: testConfig() });
const accounts = createAccounts(platform);
const router = createRouter();
router.post("/operators", accounts.requireOperator("sales:run"), (context) =>
  context.json({ name: context.get("operator").name }),
);
router.get("/fans", accounts.requireFan(), (context) => context.json(context.get("fan")));
router.post("/fans", accounts.requireFan(), (context) => context.json(context.get("fan")));
const site = createTestSite(platform, [
  ...accounts.mounts,
  { path: "/test", router, chain: "standard" },
]);

const actor = { operator: cliOperator };

async function problemOf(response: Response) {
  const { status, code } = (await response.json()) as { status: number; code: string };
  expect(response.status).toBe(status);
  return `${status} ${code}`;
}

test("nobody, a fan and an operator of another role are refused, each in a way", async () => {
  const nobody = await site.openBrowser().post("/test/operators");
  expect(nobody.headers.get("www-authenticate")).toContain("Bearer");
  expect(await problemOf(nobody)).toBe("401 not_signed_in");
  const { browser, email } = await signUpFan(site);
  expect(await problemOf(await browser.post("/test/operators"))).toBe("403 operators_only");
  await accounts.appointOperator({ email, role: "support" }, actor);
  expect(await problemOf(await browser.post("/test/operators"))).toBe("403 permission_missing");
  await accounts.appointOperator({ email, role: "operator" }, actor);
  expect(await (await browser.post("/test/operators")).json()).toEqual({ name: "Anna" });
});

test("a removed operator has no access at once, although the signed cookie lives", async () => {
  const { browser, email, id } = await signUpFan(site);
  await accounts.appointOperator({ email, role: "operator" }, actor);
  expect((await browser.post("/test/operators")).status).toBe(200);
  expect((await accounts.removeOperator(id, actor)).ok).toBe(true);
  expect(accounts.readFanSession(browser.cookieHeader())).toBeDefined();
  expect(await problemOf(await browser.post("/test/operators"))).toBe("403 operators_only");
});

test("an ended session is no operator's at once, although the signed cookie lives", async () => {
  const { browser, email, id } = await signUpFan(site);
  await accounts.appointOperator({ email, role: "operator" }, actor);
  const { kysely } = platform.database;
  await sql`delete from accounts.sessions where fan_id = ${id}`.execute(kysely);
  const cookie = browser.cookieHeader();
  expect(accounts.readFanSession(cookie)).toBeDefined();
  expect((await browser.get("/test/fans", { cookie })).status).toBe(200);
  const refused = await browser.post("/test/operators", {}, { cookie });
  expect(await problemOf(refused)).toBe("401 not_signed_in");
});

test("a session that was never stored is no operator's, however well it is signed", async () => {
  const { email, id } = await signUpFan(site);
  await accounts.appointOperator({ email, role: "owner" }, actor);
  const cookie = mintSessionCookies({
    secret: sessionSecretOf(platform.keys),
    fanId: id as never,
    name: "Anna",
    email,
    nowMs: Date.now(),
    secure: false,
  });
  const refused = await site.openBrowser().post("/test/operators", {}, { cookie });
  expect(await problemOf(refused)).toBe("401 not_signed_in");
});

test("a fan whose signed cookie is gone is found in the database and gets a new one", async () => {
  const { browser, id } = await signUpFan(site);
  browser.cookies.delete("millet.session_data");
  expect(accounts.readFanSession(browser.cookieHeader())).toBeUndefined();
  const response = await browser.get("/test/fans");
  expect(await response.json()).toMatchObject({ fanId: id });
  expect(accounts.readFanSession(browser.cookieHeader())?.fanId).toBe(id as never);
});

test("the slow way finds the fan for routes that answer themselves", async () => {
  const { browser, id } = await signUpFan(site);
  browser.cookies.delete("millet.session_data");
  const found = await accounts.findFanSession(new Headers({ cookie: browser.cookieHeader() }));
  expect(found?.session.fanId).toBe(id as never);
  expect(found?.setCookie.join()).toContain("millet.session_data=");
  expect(await accounts.findFanSession(new Headers())).toBeUndefined();
  const forged = new Headers({ cookie: "millet.session_token=aaaa.bbbb" });
  expect(await accounts.findFanSession(forged)).toBeUndefined();
});

test("a fan's route refuses who is not signed in", async () => {
  expect(await problemOf(await site.openBrowser().get("/test/fans"))).toBe("401 not_signed_in");
});

test("a foreign page cannot act with the cookies of a fan or an operator", async () => {
  const { browser, email } = await signUpFan(site);
  await accounts.appointOperator({ email, role: "operator" }, actor);
  for (const origin of ["https://evil.example", "null", "http://millet.test.evil.example"]) {
    const asFan = await browser.post("/test/fans", {}, { origin });
    expect(await problemOf(asFan)).toBe("403 foreign_origin");
    const asOperator = await browser.post("/test/operators", {}, { origin });
    expect(await problemOf(asOperator)).toBe("403 foreign_origin");
  }
});

test("an API key acts with its role, from anywhere, until it is revoked", async () => {
  const { key, token } = await accounts.createApiKey({ name: "ci", role: "operator" }, actor);
  const send = (authorization: string) =>
    site.openBrowser().post("/test/operators", {}, { authorization, origin: "https://ci.example" });
  expect(await (await send(`Bearer ${token}`)).json()).toEqual({ name: "ci" });
  const wrong = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
  for (const authorization of [`Bearer ${wrong}`, "Bearer millet_", "Basic YTpi", "Bearer", ""]) {
    expect([authorization, await problemOf(await send(authorization))]).toEqual([
      authorization,
      "401 api_key_invalid",
    ]);
  }
  expect((await accounts.revokeApiKey(key.id, actor)).ok).toBe(true);
  expect(await problemOf(await send(`Bearer ${token}`))).toBe("401 api_key_revoked");
  expect(await problemOf(await send(`Bearer ${wrong}`))).toBe("401 api_key_invalid");
});

test("an API key ends when it was told to, and has no more than its role", async () => {
  const input = { name: "short", role: "support", days: 1 } as const;
  const { key, token } = await accounts.createApiKey(input, actor);
  const send = () =>
    site.openBrowser().post("/test/operators", {}, { authorization: `Bearer ${token}` });
  expect(await problemOf(await send())).toBe("403 permission_missing");
  const { kysely } = platform.database;
  await sql`update accounts.api_keys set expires_at = now() where id = ${key.id}`.execute(kysely);
  expect(await problemOf(await send())).toBe("401 api_key_expired");
});

test("a wrong API key is refused even where a good session comes with it", async () => {
  const { browser, email } = await signUpFan(site);
  await accounts.appointOperator({ email, role: "operator" }, actor);
  const refused = await browser.post("/test/operators", {}, { authorization: "Bearer wrong" });
  expect(await problemOf(refused)).toBe("401 api_key_invalid");
});
