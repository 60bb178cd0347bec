import { expect, test } from "bun:test";
import fc from "fast-check";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testConfig, testPlatform } from "../../../../tests/support/platform.ts";
import {
  createTestSite,
  signUpFan,
  type TestSite,
} from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { createAccounts, mintSessionCookies, sessionSecretOf } from "../index.ts";
import { createSessionReader, sessionCookieNames } from "./session-cookies.ts";

const database = await testDatabase();
const platform = testPlatform(database, { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const secret = sessionSecretOf(platform.keys);

const securePlatform = testPlatform(database, {
  clock: systemClock,
  config: testConfig({ BASE_URL: "https://millet.test" }),
});
const secureAccounts = createAccounts(securePlatform);
const secureSite = createTestSite(securePlatform, secureAccounts.mounts);
const names = sessionCookieNames(false);

const READ = { secret, secure: false, erasedFans: new Set(), wallMs: () => Date.now() };
const readFanSession = createSessionReader(READ);

async function signedInCookies(site: TestSite) {
  const { browser, id, email } = await signUpFan(site);
  const token = browser.cookies.get(names.token) ?? "";
  const data = browser.cookies.get(names.data) ?? "";
  return { token, data, id, email, header: header(token, data) };
}

function header(token: string, data: string): string {
  return `${names.token}=${token}; ${names.data}=${data}`;
}

function payloadOf(data: string) {
  return JSON.parse(Buffer.from(data, "base64url").toString()) as {
    session: { user: { id: string }; version: string };
    expiresAt: number;
    signature: string;
  };
}

function cookieOf(payload: unknown): string {
  return Buffer.from(JSON.stringify(payload)).toString("base64url");
}

test("the cookie that the library set is read without asking the database", async () => {
  const { header, id, email } = await signedInCookies(site);
  expect(readFanSession(header)).toEqual({ fanId: id as never, name: "Anna", email });
  expect(readFanSession(`theme=dark; ${header}; other=1`)?.email).toBe(email);
});

test("a cookie under another name is none of ours", async () => {
  const { token, data } = await signedInCookies(site);
  expect(readFanSession(`x${names.token}=${token}; x${names.data}=${data}`)).toBeUndefined();
  expect(readFanSession(`${names.token}=${token}; ${names.data}x=${data}`)).toBeUndefined();
  expect(readFanSession(`${names.token}=${token}`)).toBeUndefined();
  expect(readFanSession(`${names.data}=${data}`)).toBeUndefined();
  expect(readFanSession("")).toBeUndefined();
  expect(readFanSession(undefined)).toBeUndefined();
});

test("a changed payload is refused, whatever was changed", async () => {
  const { token, data, id } = await signedInCookies(site);
  const original = payloadOf(data);
  const other = newId<"fan">();
  expect(original.session.user.id).toBe(id);
  const forged: unknown[] = [
    {
      ...original,
      session: { ...original.session, user: { ...original.session.user, id: other } },
    },
    { ...original, expiresAt: original.expiresAt + 1 },
    { ...original, session: { ...original.session, version: "2" } },
    { ...original, signature: "" },
    { ...original, signature: original.signature.slice(0, -2) },
    { ...original, signature: 7 },
    { session: original.session, expiresAt: original.expiresAt },
    { ...original, session: null },
    null,
    [],
    7,
  ];
  for (const payload of forged) {
    expect(readFanSession(header(token, cookieOf(payload)))).toBeUndefined();
  }
  expect(readFanSession(header(token, cookieOf(original)))?.fanId).toBe(id as never);
});

test("a truncated cookie is refused at every length", async () => {
  const { token, data } = await signedInCookies(site);
  for (let length = 0; length < data.length - 2; length += 7) {
    expect(readFanSession(header(token, data.slice(0, length)))).toBeUndefined();
  }
});

test("no text makes the reader throw or believe", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (token, data) => {
      expect(readFanSession(header(token, data))).toBeUndefined();
      expect(readFanSession(token + data)).toBeUndefined();
    }),
  );
});

test("two fans' cookies do not mix", async () => {
  const anna = await signedInCookies(site);
  const berta = await signedInCookies(site);
  expect(readFanSession(header(anna.token, berta.data))).toBeUndefined();
  expect(readFanSession(header(berta.token, anna.data))).toBeUndefined();
});

test("another installation's cookie is refused", async () => {
  const { header } = await signedInCookies(site);
  const elsewhere = createSessionReader({ ...READ, secret: "another secret" });
  expect(elsewhere(header)).toBeUndefined();
});

test("the cookie is believed for five minutes and not longer", async () => {
  const { header, data } = await signedInCookies(site);
  const { expiresAt } = payloadOf(data);
  expect(expiresAt - Date.now()).toBeLessThanOrEqual(300_000);
  const readAt = (nowMs: number) => createSessionReader({ ...READ, wallMs: () => nowMs })(header);
  expect(readAt(expiresAt - 1)).toBeDefined();
  expect(readAt(expiresAt)).toBeUndefined();
});

test("the cookie of a fan who was erased a moment ago is refused, and no other one", async () => {
  const { header, id } = await signedInCookies(site);
  const readWithout = (gone: string) =>
    createSessionReader({ ...READ, erasedFans: new Set([gone]) })(header);
  expect(readWithout(id)).toBeUndefined();
  expect(readWithout(newId())?.fanId).toBe(id as never);
});

test("a cookie in pieces, as the library cuts long ones, is put together", async () => {
  const { token, data, id } = await signedInCookies(site);
  const chunks = [data.slice(0, 300), data.slice(300, 600), data.slice(600)];
  const cut = chunks.map((chunk, index) => `${names.data}.${index}=${chunk}`).reverse();
  const whole = `${cut.join("; ")}; ${names.token}=${token}`;
  expect(readFanSession(whole)?.fanId).toBe(id as never);
  expect(readFanSession(whole.replace(`${names.data}.1=`, "gone="))).toBeUndefined();
});

test("behind https the cookies have the names that browsers guard", async () => {
  const { browser, id } = await signUpFan(secureSite);
  const { token, data } = sessionCookieNames(true);
  expect([...browser.cookies.keys()].sort()).toEqual([data, token]);
  expect(secureAccounts.readFanSession(browser.cookieHeader())?.fanId).toBe(id as never);
  expect(accounts.readFanSession(browser.cookieHeader())).toBeUndefined();
});

test("minted cookies are read here and by the library, and only as a fan's", async () => {
  const fanId = newId<"fan">();
  const fan = { fanId, name: "Simulated", email: "simulated@example.com" };
  const cookie = mintSessionCookies({ ...fan, secret, nowMs: Date.now(), secure: false });
  expect(readFanSession(cookie)).toEqual(fan);
  const browser = site.openBrowser();
  const session = await browser.get("/api/v1/auth/get-session", { cookie });
  expect(await session.json()).toMatchObject({ fan: { id: fanId, name: fan.name } });
  expect((await browser.get("/api/v1/me", { cookie })).status).toBe(401);
  const late = mintSessionCookies({ ...fan, secret, nowMs: Date.now() - 3_600_001, secure: false });
  expect(readFanSession(late)).toBeUndefined();
});
