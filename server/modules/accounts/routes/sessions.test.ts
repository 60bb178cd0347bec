import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const path = "/api/v1/me/sessions";

type Browser = ReturnType<typeof site.openBrowser>;

interface Listed {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly userAgent: string | null;
  readonly clientAddress: string | null;
}

async function signInElsewhere(email: string, userAgent: string): Promise<Browser> {
  const browser = site.openBrowser();
  const body = { email, password: "correct horse" };
  await browser.post("/api/v1/auth/sign-in/email", body, { "user-agent": userAgent });
  return browser;
}

async function sessionsOf(browser: Browser): Promise<readonly Listed[]> {
  const { sessions } = (await (await browser.get(path)).json()) as { sessions: Listed[] };
  return sessions;
}

async function problemOf(response: Response) {
  const { status, code } = (await response.json()) as { status: number; code: string };
  return `${status} ${code}`;
}

test("a fan sees every session with its browser, and no token of it", async () => {
  const { browser, email } = await signUpFan(site);
  await signInElsewhere(email, "Phone/1");
  const text = await (await browser.get(path)).text();
  const { rows } = await sql<{ token: string }>`select token from accounts.sessions`.execute(
    platform.database.kysely,
  );
  for (const { token } of rows) expect(text).not.toContain(token);
  const sessions = await sessionsOf(browser);
  expect(sessions.map(({ userAgent }) => userAgent)).toContain("Phone/1");
  expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  expect(sessions[0]?.clientAddress).toMatch(/^192\.0\.2\./);
});

test("a session that was ended is refused at once, and stands in no list", async () => {
  const { browser, email } = await signUpFan(site);
  const phone = await signInElsewhere(email, "Phone/1");
  const other = (await sessionsOf(browser)).find(({ isCurrent }) => !isCurrent);
  expect((await browser.delete(`${path}/${other?.id}`)).status).toBe(204);
  expect(await problemOf(await phone.get("/api/v1/me"))).toBe("401 not_signed_in");
  expect(await sessionsOf(browser)).toHaveLength(1);
  expect(await problemOf(await browser.delete(`${path}/${other?.id}`))).toBe(
    "404 session_not_found",
  );
  expect(await problemOf(await browser.delete(`${path}/none`))).toBe("404 session_not_found");
});

test("nobody ends another fan's session", async () => {
  const anna = await signUpFan(site);
  const bo = await signUpFan(site);
  const [own] = await sessionsOf(anna.browser);
  const refused = await bo.browser.delete(`${path}/${own?.id}`);
  expect(await problemOf(refused)).toBe("404 session_not_found");
  expect((await anna.browser.get("/api/v1/me")).status).toBe(200);
});

test("ending all others leaves this one, and other fans' too", async () => {
  const anna = await signUpFan(site);
  const bo = await signUpFan(site);
  const phones = [
    await signInElsewhere(anna.email, "Phone/1"),
    await signInElsewhere(anna.email, "Phone/2"),
  ];
  expect(await (await anna.browser.delete(path)).json()).toEqual({ ended: 2 });
  for (const phone of phones) expect((await phone.get("/api/v1/me")).status).toBe(401);
  expect((await anna.browser.get("/api/v1/me")).status).toBe(200);
  expect((await bo.browser.get("/api/v1/me")).status).toBe(200);
});

test("ending the session that asks takes its cookies away", async () => {
  const { browser } = await signUpFan(site);
  const [own] = await sessionsOf(browser);
  expect((await browser.delete(`${path}/${own?.id}`)).status).toBe(204);
  expect(browser.cookies.size).toBe(0);
});

test("pages of other sites neither end sessions nor change the profile", async () => {
  const { browser } = await signUpFan(site);
  const foreign = { origin: "https://evil.test" };
  expect(await problemOf(await browser.delete(path, foreign))).toBe("403 foreign_origin");
  const body = { name: "Eve", locale: "en" };
  const refused = await browser.put("/api/v1/me/profile", body, foreign);
  expect(await problemOf(refused)).toBe("403 foreign_origin");
});

test("a fan changes name and language, and everything knows it at once", async () => {
  const { browser, email } = await signUpFan(site, "Anna");
  const changed = await browser.put("/api/v1/me/profile", { name: " 安娜 ", locale: "zh-Hans" });
  expect(changed.status).toBe(204);
  expect(await (await browser.get("/api/v1/me/profile")).json()).toEqual({
    name: "安娜",
    email,
    locale: "zh-Hans",
    hasPassword: true,
    deliveryAddress: null,
  });
  expect(await (await browser.get("/api/v1/me")).json()).toMatchObject({ fan: { name: "安娜" } });
  expect(accounts.readFanSession(browser.cookieHeader())).toMatchObject({ name: "安娜" });
  const wrong = await browser.put("/api/v1/me/profile", { name: "x".repeat(81), locale: "en" });
  expect(await problemOf(wrong)).toBe("422 invalid_request");
  const tongue = await browser.put("/api/v1/me/profile", { name: "Anna", locale: "fr" });
  expect(await problemOf(tongue)).toBe("422 invalid_request");
});

test("who signs in by mail alone has no password, and may have no name", async () => {
  const browser = site.openBrowser();
  const email = "no.password@example.com";
  await browser.post("/api/v1/auth/sign-in/magic-link", { email });
  const mail = await site.newestMail(email);
  await browser.get(`/api/v1/auth/magic-link/verify?token=${mail?.token}`);
  const profile = async () => (await browser.get("/api/v1/me/profile")).json();
  expect(await profile()).toMatchObject({ name: "", hasPassword: false });
  expect((await browser.put("/api/v1/me/profile", { name: "", locale: "en" })).status).toBe(204);
});

test("nobody reads sessions or a profile without a session", async () => {
  for (const asked of [path, "/api/v1/me/profile"]) {
    expect(await problemOf(await site.openBrowser().get(asked))).toBe("401 not_signed_in");
  }
});
