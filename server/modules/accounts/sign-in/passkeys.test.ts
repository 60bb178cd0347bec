import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestAuthenticator } from "../../../../tests/support/test-authenticator.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const { kysely } = platform.database;
const newAuthenticator = () => createTestAuthenticator(platform.config.baseUrl);
const keys = "/api/v1/me/passkeys";

async function problemOf(response: Response) {
  const { status, code } = (await response.json()) as { status: number; code: string };
  expect(response.status).toBe(status);
  return `${status} ${code}`;
}

interface Listed {
  readonly passkeys: readonly { readonly id: string; readonly name: string | null }[];
}

test("a fan adds a passkey, is told by mail, and signs in with it in another browser", async () => {
  const { browser, email, id } = await signUpFan(site);
  const phone = newAuthenticator();
  const added = await phone.add(browser, "  my phone ");
  expect(added.status).toBe(200);
  const mail = await site.newestMail(email);
  expect(mail?.subject).toContain("passkey");
  const elsewhere = site.openBrowser();
  const used = await phone.signIn(elsewhere);
  expect([used.status, await used.json()]).toMatchObject([200, { fan: { id, email } }]);
  expect(await (await elsewhere.get("/api/v1/me")).json()).toMatchObject({ fan: { id } });
  const listed = (await (await elsewhere.get(keys)).json()) as Listed;
  expect(listed.passkeys).toMatchObject([{ name: "my phone", secondFactor: false }]);
  expect(JSON.stringify(listed)).not.toContain(phone.id);
});

test("a passkey is renamed and removed by its own fan, and then signs nobody in", async () => {
  const anna = await signUpFan(site);
  const eve = await signUpFan(site);
  const phone = newAuthenticator();
  await phone.add(anna.browser);
  const [passkey] = ((await (await anna.browser.get(keys)).json()) as Listed).passkeys;
  const path = `${keys}/${passkey?.id}`;
  expect(await problemOf(await eve.browser.put(path, { name: "mine" }))).toBe(
    "404 passkey_not_found",
  );
  expect(await problemOf(await eve.browser.delete(path))).toBe("404 passkey_not_found");
  expect(await problemOf(await anna.browser.delete(`${keys}/7`))).toBe("404 passkey_not_found");
  expect(await problemOf(await anna.browser.put(path, { name: "" }))).toBe("422 invalid_request");
  const foreign = { origin: "https://evil.example" };
  expect(await problemOf(await anna.browser.delete(path, foreign))).toBe("403 foreign_origin");

  expect((await anna.browser.put(path, { name: "key ring" })).status).toBe(204);
  const page = await (await anna.browser.get("/account")).text();
  expect(page).toContain("key ring");
  const form = `/account/passkeys/${passkey?.id}`;
  await anna.browser.postForm(`${form}/name`, { name: "<i>old</i>" });
  expect(await (await anna.browser.get("/account")).text()).toContain("&lt;i&gt;old&lt;/i&gt;");
  expect((await anna.browser.postForm(`${form}/name`, { name: "" })).status).toBe(422);
  expect((await anna.browser.postForm(`${form}/removal`, {})).status).toBe(303);
  expect(((await (await anna.browser.get(keys)).json()) as Listed).passkeys).toEqual([]);
  expect(await problemOf(await phone.signIn(site.openBrowser()))).toBe("401 passkey_unknown");
});

test("a challenge counts once, in the browser that it was made for, and on our pages only", async () => {
  const { browser } = await signUpFan(site);
  const phone = newAuthenticator();
  await phone.add(browser);
  const routes = "/api/v1/auth/passkey";
  const thief = site.openBrowser();
  const options = await thief.get(`${routes}/generate-authenticate-options`);
  const { challenge } = (await options.json()) as { challenge: string };
  const phished = phone.assertion(challenge, { origin: "https://evil.example" });
  const refused = await thief.post(`${routes}/verify-authentication`, { response: phished });
  expect(await problemOf(refused)).toBe("400 passkey_refused");
  const late = { response: phone.assertion(challenge) };
  expect(await problemOf(await thief.post(`${routes}/verify-authentication`, late))).toBe(
    "400 passkey_challenge_over",
  );
  const other = site.openBrowser();
  expect(await problemOf(await other.post(`${routes}/verify-authentication`, late))).toBe(
    "400 passkey_challenge_over",
  );
  expect([thief.cookies.has("millet.session_token"), other.cookies.size]).toEqual([false, 0]);
});

test("another's signature, and what is no answer at all, are refused without a trace", async () => {
  const { browser } = await signUpFan(site);
  const phone = newAuthenticator();
  await phone.add(browser);
  const routes = "/api/v1/auth/passkey";
  const forger = newAuthenticator();
  const eve = site.openBrowser();
  const options = await eve.get(`${routes}/generate-authenticate-options`);
  const { challenge } = (await options.json()) as { challenge: string };
  const forged = { ...forger.assertion(challenge), id: phone.id, rawId: phone.id };
  const refused = await eve.post(`${routes}/verify-authentication`, { response: forged });
  expect(await problemOf(refused)).toBe("400 passkey_refused");
  for (const body of [
    {},
    { response: "x" },
    { response: {} },
    { response: { id: "x" }, more: 1 },
  ]) {
    const wrong = await eve.post(`${routes}/verify-authentication`, body);
    expect(await problemOf(wrong)).toBe("422 invalid_request");
  }
  await browser.get(`${routes}/generate-register-options`);
  const nonsense = await browser.post(`${routes}/verify-registration`, { response: { id: "x" } });
  expect(await problemOf(nonsense)).toBe("400 passkey_refused");
  expect(await problemOf(await eve.get(`${routes}/generate-register-options`))).toBe(
    "401 not_signed_in",
  );
});

test("a passkey is added by a recent sign-in only, and not in a session that was ended", async () => {
  const { browser, id } = await signUpFan(site);
  const phone = newAuthenticator();
  await sql`delete from accounts.sessions where fan_id = ${id}`.execute(kysely);
  const cookie = browser.cookieHeader();
  expect(accounts.readFanSession(cookie)).toBeDefined();
  const ended = await browser.get("/api/v1/auth/passkey/generate-register-options", { cookie });
  expect(await problemOf(ended)).toBe("401 not_signed_in");

  const berta = await signUpFan(site);
  await sql`
    update accounts.sessions set created_at = now() - interval '2 hours' where fan_id = ${berta.id}
  `.execute(kysely);
  expect(await problemOf(await phone.add(berta.browser))).toBe("403 sign_in_again");
  const { rows } = await sql`select id from accounts.passkeys where fan_id = ${berta.id}`.execute(
    kysely,
  );
  expect(rows).toEqual([]);
});

test("the pages offer passkeys by a script that the policy names, hidden without one", async () => {
  const page = await site.openBrowser().get("/sign-in?next=/sales/7");
  const text = await page.text();
  expect(text).toMatch(/data-passkeys="sign-in" data-next="\/sales\/7"[^>]* hidden/);
  expect(text.indexOf("mail-link")).toBeLessThan(text.indexOf("passkey-sign-in"));
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'sha256-/);
  expect(policy).toContain("connect-src 'self'");
  const { browser } = await signUpFan(site);
  const account = await (await browser.get("/account", { "accept-language": "zh" })).text();
  expect(account).toContain("通行密钥");
  expect(account).toContain('id="add-passkey"');
});
