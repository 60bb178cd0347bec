import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

const LINK = "/api/v1/auth/sign-in/magic-link";
const VERIFY = "/api/v1/auth/magic-link/verify";

test("a mailed link signs in once; opening its page spends nothing", async () => {
  const { email } = await signUpFan(site);
  const browser = site.openBrowser();
  expect(await (await browser.post(LINK, { email })).json()).toEqual({ status: "mailed" });
  const mail = await site.newestMail(email);
  for (let scan = 0; scan < 3; scan += 1) {
    const page = await site.openBrowser().get(mail?.link ?? "");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain(`value="${mail?.token}"`);
  }
  expect((await browser.get(`${VERIFY}?token=${mail?.token}`)).status).toBe(200);
  expect(await (await browser.get("/api/v1/me")).json()).toMatchObject({ fan: { email } });

  const again = site.openBrowser();
  const refused = await again.get(`${VERIFY}?token=${mail?.token}`);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: "invalid_token" });
  expect(again.cookies.size).toBe(0);
});

test("two browsers that use one link at the same time get one session", async () => {
  const { email } = await signUpFan(site);
  await site.openBrowser().post(LINK, { email });
  const mail = await site.newestMail(email);
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => site.openBrowser().get(`${VERIFY}?token=${mail?.token}`)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("a new address becomes a fan when the link is used, not before", async () => {
  const email = "new@example.com";
  const browser = site.openBrowser();
  const known = await signUpFan(site);
  const forKnown = await browser.post(LINK, { email: known.email });
  const forNew = await browser.post(LINK, { email, name: "Nora" });
  expect(await forNew.text()).toBe(await forKnown.text());
  expect(await fanCount(email)).toBe(0);
  const mail = await site.newestMail(email);
  await browser.get(`${VERIFY}?token=${mail?.token}`);
  expect(await fanCount(email)).toBe(1);
  const me = await (await browser.get("/api/v1/me")).json();
  expect(me).toMatchObject({ fan: { email, name: "Nora" } });
});

test("who proves an address takes it from who only claimed it", async () => {
  const email = "victim@example.com";
  const password = "attacker's horse";
  const attacker = site.openBrowser();
  await attacker.post("/api/v1/auth/sign-up/email", { name: "Mallory", email, password });
  const owner = site.openBrowser();
  await owner.post(LINK, { email });
  const mail = await site.newestMail(email);
  await owner.get(`${VERIFY}?token=${mail?.token}`);
  expect((await owner.get("/api/v1/me")).status).toBe(200);
  const attack = await attacker.post("/api/v1/auth/sign-in/email", { email, password });
  expect(await attack.json()).toMatchObject({ code: "invalid_email_or_password" });
});

test("a link goes back to a page of this site and to no other", async () => {
  const { email } = await signUpFan(site);
  const browser = site.openBrowser();
  for (const callbackURL of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    const refused = await browser.post(LINK, { email, callbackURL });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "invalid_callback_url" });
  }
  await browser.post(LINK, { email, callbackURL: "/sales/7" });
  const mail = await site.newestMail(email);
  expect(mail?.link).toContain("next=%2Fsales%2F7");
  const used = await browser.get(`${VERIFY}?token=${mail?.token}&callbackURL=%2Fsales%2F7`);
  expect(used.status).toBe(302);
  expect(new URL(used.headers.get("location") ?? "").pathname).toBe("/sales/7");
  const spent = await browser.get(`${VERIFY}?token=${mail?.token}&callbackURL=%2Fsales%2F7`);
  expect(spent.headers.get("location")).toEndWith("/sales/7?error=invalid_token");
  const foreign = await browser.get(`${VERIFY}?token=x&callbackURL=https://evil.example/`);
  expect(foreign.status).toBe(403);
  for (const callbackURL of ["/..//evil.example", "/%2e//evil.example"]) {
    for (const route of [VERIFY, "/api/v1/auth/verify-email"]) {
      const query = new URLSearchParams({ token: "x", callbackURL }).toString();
      expect((await browser.get(`${route}?${query}`)).status).toBe(422);
    }
    expect((await browser.post(LINK, { email, callbackURL })).status).toBe(422);
    const page = await browser.get(`/sign-in?next=${encodeURIComponent(callbackURL)}`);
    expect(await page.text()).not.toMatch(/(data-next|value)="[^"]*evil/);
  }
});

test("mailed tokens are not in the module's tables", async () => {
  const { email } = await signUpFan(site);
  await site.openBrowser().post(LINK, { email });
  await site.openBrowser().post("/api/v1/auth/request-password-reset", { email });
  const token = (await site.newestMail(email))?.token ?? "";
  expect(token.length).toBeGreaterThan(20);
  const { rows } = await sql<{ text: string }>`
    select verifications::text as text from accounts.verifications
  `.execute(platform.database.kysely);
  expect(rows.length).toBeGreaterThan(1);
  for (const { text } of rows) expect(text).not.toContain(token);
});

test("what is in the table does not sign in", async () => {
  const { email } = await signUpFan(site);
  await site.openBrowser().post(LINK, { email });
  const { rows } = await sql<{ identifier: string }>`
    select identifier from accounts.verifications
  `.execute(platform.database.kysely);
  for (const { identifier } of rows) {
    const thief = site.openBrowser();
    expect((await thief.get(`${VERIFY}?token=${identifier}`)).status).toBe(400);
    const reset = { token: identifier, newPassword: "thief's horse" };
    expect((await thief.post("/api/v1/auth/reset-password", reset)).status).toBe(400);
  }
  expect(rows.length).toBeGreaterThan(0);
});

async function fanCount(email: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from accounts.fans where email = ${email}
  `.execute(platform.database.kysely);
  return rows[0]?.count ?? -1;
}
