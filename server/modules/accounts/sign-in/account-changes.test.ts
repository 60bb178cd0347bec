import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import {
  createTestSite,
  signUpFan,
  type TestBrowser,
} from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

const AUTH = "/api/v1/auth";

async function signIn(email: string, password: string): Promise<Response> {
  return site.openBrowser().post(`${AUTH}/sign-in/email`, { email, password });
}

async function emailOf(browser: TestBrowser): Promise<unknown> {
  const me = (await (await browser.get("/api/v1/me")).json()) as { fan: { email: string } };
  return me.fan.email;
}

test("a reset by the mailed page sets the password once and ends all sessions", async () => {
  const { browser, email } = await signUpFan(site);
  const asked = await site.openBrowser().post(`${AUTH}/request-password-reset`, { email });
  expect(await asked.json()).toEqual({ status: "mailed" });
  const mail = await site.newestMail(email);
  const page = await site.openBrowser().get(mail?.link ?? "");
  expect(await page.text()).toContain('action="/account/reset-password"');
  const form = { token: mail?.token ?? "", newPassword: "a new horse" };
  const short = await browser.postForm("/account/reset-password", { ...form, newPassword: "x" });
  expect(short.status).toBe(422);
  expect((await browser.postForm("/account/reset-password", form)).status).toBe(200);
  expect((await browser.postForm("/account/reset-password", form)).status).toBe(400);
  expect((await browser.get("/api/v1/me")).status).toBe(401);
  expect((await signIn(email, "correct horse")).status).toBe(401);
  expect((await signIn(email, "a new horse")).status).toBe(200);
});

test("a reset by the API says why a token does not count", async () => {
  const body = { token: "unknown", newPassword: "a new horse" };
  const refused = await site.openBrowser().post(`${AUTH}/reset-password`, body);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ code: "invalid_token" });
});

test("asking for a reset of an unknown address is answered as for a known one", async () => {
  const { email } = await signUpFan(site);
  const browser = site.openBrowser();
  const known = await browser.post(`${AUTH}/request-password-reset`, { email });
  const unknown = await browser.post(`${AUTH}/request-password-reset`, { email: "no@example.com" });
  expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
  expect(await site.newestMail("no@example.com")).toBeUndefined();
});

test("changing the password wants the old one and ends the other sessions", async () => {
  const { browser, email } = await signUpFan(site);
  const other = site.openBrowser();
  await other.post(`${AUTH}/sign-in/email`, { email, password: "correct horse" });
  const wrong = { currentPassword: "wrong horse", newPassword: "a new horse" };
  const refused = await browser.post(`${AUTH}/change-password`, wrong);
  expect(await refused.json()).toMatchObject({ status: 400, code: "invalid_password" });
  const right = { currentPassword: "correct horse", newPassword: "a new horse" };
  expect((await browser.post(`${AUTH}/change-password`, right)).status).toBe(200);
  expect((await browser.get("/api/v1/me")).status).toBe(200);
  expect((await other.get("/api/v1/me")).status).toBe(401);
});

test("an e-mail address changes after the old one approved and the new one confirmed", async () => {
  const { browser, email } = await signUpFan(site);
  const newEmail = `new.${email}`;
  const asked = await browser.post(`${AUTH}/change-email`, { newEmail: newEmail.toUpperCase() });
  expect(await asked.json()).toEqual({ status: "mailed" });
  expect(await site.newestMail(newEmail)).toBeUndefined();
  const approval = await site.newestMail(email);
  expect(approval?.subject).toBe("Approve a new e-mail address for Millet");
  expect(approval?.text).toContain(newEmail);
  await browser.get(`${AUTH}/verify-email?token=${approval?.token}`);
  expect(await emailOf(browser)).toBe(email);
  const confirmation = await site.newestMail(newEmail);
  await browser.get(`${AUTH}/verify-email?token=${confirmation?.token}`);
  expect(await emailOf(browser)).toBe(newEmail);
  expect(accounts.readFanSession(browser.cookieHeader())?.email).toBe(newEmail);
  const again = await browser.get(`${AUTH}/verify-email?token=${confirmation?.token}`);
  expect(await again.json()).toMatchObject({ code: "invalid_token" });
});

test("nobody learns by a change whether an address is taken", async () => {
  const { browser } = await signUpFan(site);
  const other = await signUpFan(site);
  const taken = await browser.post(`${AUTH}/change-email`, { newEmail: other.email });
  const free = await browser.post(`${AUTH}/change-email`, { newEmail: "free@example.com" });
  expect([taken.status, await taken.text()]).toEqual([free.status, await free.text()]);
});

test("a change of the account needs a session", async () => {
  const stranger = site.openBrowser();
  const email = await stranger.post(`${AUTH}/change-email`, { newEmail: "x@example.com" });
  expect(await email.json()).toMatchObject({ status: 401, code: "not_signed_in" });
  const body = { currentPassword: "correct horse", newPassword: "a new horse" };
  expect((await stranger.post(`${AUTH}/change-password`, body)).status).toBe(401);
});

test("the present address is no new one", async () => {
  const { browser, email } = await signUpFan(site);
  const refused = await browser.post(`${AUTH}/change-email`, { newEmail: email });
  expect(await refused.json()).toMatchObject({ status: 400, code: "email_is_the_same" });
});
