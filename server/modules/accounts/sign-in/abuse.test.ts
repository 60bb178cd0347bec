import { expect, test } from "bun:test";
import { sql } from "kysely";
import { pino } from "pino";
import { testDatabase } from "../../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../../tests/support/platform.ts";
import { until } from "../../../../tests/support/sale.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const clock = createManualClock();
const logged: string[] = [];
const log = pino({ level: "warn" }, { write: (line: string) => void logged.push(line) });
const platform = testPlatform(await testDatabase(), { clock, log });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

const AUTH = "/api/v1/auth";

test("a foreign page can neither sign anybody in nor out", async () => {
  const { browser, email } = await signUpFan(site);
  const foreign = { origin: "https://evil.example" };
  const body = { email, password: "correct horse" };
  const signIn = await site.openBrowser().post(`${AUTH}/sign-in/email`, body, foreign);
  expect(signIn.status).toBe(403);
  expect(await signIn.json()).toMatchObject({ code: "foreign_origin" });
  const signOut = await browser.post(`${AUTH}/sign-out`, {}, foreign);
  expect(await signOut.json()).toMatchObject({ code: "foreign_origin" });
  expect((await browser.get("/api/v1/me")).status).toBe(200);
  const away = await browser.get(`${AUTH}/verify-email?token=x&callbackURL=https://evil.example`);
  expect(await away.json()).toMatchObject({ code: "invalid_callback_url" });
  // Otherwise anybody could fill the log with errors of ours.
  expect(logged).toEqual([]);
});

test("a foreign page's form cannot use a link up", async () => {
  const { url } = await accounts.createOwnerLink();
  const token = new URL(url).searchParams.get("token") ?? "";
  const browser = site.openBrowser();
  const foreign = { origin: "https://evil.example" };
  const refused = await browser.postForm("/sign-in/owner", { token }, foreign);
  expect(refused.status).toBe(403);
  expect((await browser.postForm("/sign-in/owner", { token })).status).toBe(303);
});

test("an address may try so many sign-ins a minute, and others are not held up", async () => {
  const crowd = site.openBrowser("203.0.113.7");
  const attempt = (number: number) =>
    crowd.post(`${AUTH}/sign-in/magic-link`, { email: `crowd${number}@example.com` });
  for (let number = 0; number < 30; number += 1) {
    expect((await attempt(number)).status).toBe(200);
  }
  const refused = await attempt(30);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBe(60);
  expect(await refused.json()).toMatchObject({ code: "too_many_requests" });
  const other = site.openBrowser("203.0.113.8");
  const body = { email: "other@example.com" };
  expect((await other.post(`${AUTH}/sign-in/magic-link`, body)).status).toBe(200);
  clock.advance(60_000);
  expect((await attempt(31)).status).toBe(200);
});

test("one IPv6 network counts as one address", async () => {
  const body = { email: "" };
  let last = 0;
  for (let number = 0; number < 31; number += 1) {
    body.email = `six${number}@example.com`;
    const browser = site.openBrowser(`2001:db8:1:2::${number.toString(16)}`);
    last = (await browser.post(`${AUTH}/sign-in/magic-link`, body)).status;
  }
  expect(last).toBe(429);
});

test("a header cannot give a client another address", async () => {
  const crowd = site.openBrowser("203.0.113.9");
  let last = 0;
  for (let number = 0; number < 31; number += 1) {
    const body = { email: `header${number}@example.com` };
    const headers = {
      "x-forwarded-for": `198.51.100.${number}`,
      "x-millet-client-address": `198.51.100.${number}`,
    };
    last = (await crowd.post(`${AUTH}/sign-in/magic-link`, body, headers)).status;
  }
  expect(last).toBe(429);
});

test("a session notes the address that the server saw", async () => {
  const { email } = await signUpFan(site);
  const body = { email, password: "correct horse" };
  const forged = { "x-millet-client-address": "198.51.100.1", "user-agent": "x".repeat(5000) };
  await site.openBrowser("203.0.113.10").post(`${AUTH}/sign-in/email`, body, forged);
  const { rows } = await sql<{ address: string; agent: string }>`
    select ip_address as address, user_agent as agent from accounts.sessions
    order by created_at desc, id desc limit 1
  `.execute(platform.database.kysely);
  expect(rows).toEqual([{ address: "203.0.113.10", agent: "x".repeat(120) }]);
});

test("one account's password can be tried ten times in five minutes, from anywhere", async () => {
  const { email } = await signUpFan(site);
  const attempt = (password: string) =>
    site.openBrowser().post(`${AUTH}/sign-in/email`, { email, password });
  for (let count = 0; count < 10; count += 1) {
    expect((await attempt(`wrong horse ${count}`)).status).toBe(401);
  }
  expect((await attempt("correct horse")).status).toBe(429);
  clock.advance(300_000);
  expect((await attempt("correct horse")).status).toBe(200);
});

test("one mailbox gets five mails in ten minutes", async () => {
  const email = "flooded@example.com";
  const statuses: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    const path = count % 2 === 0 ? "sign-in/magic-link" : "request-password-reset";
    statuses.push((await site.openBrowser().post(`${AUTH}/${path}`, { email })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
});

test("more sign-ins than can wait are told to come back", async () => {
  const password = "correct horse";
  const attempts = Array.from({ length: 120 }, (_, number) =>
    site.openBrowser(`198.18.0.${number}`).post(`${AUTH}/sign-in/email`, {
      email: `wave${number}@example.com`,
      password,
    }),
  );
  const answers = await Promise.all(attempts);
  const busy = answers.filter(({ status }) => status === 503);
  expect(answers.every(({ status }) => status === 401 || status === 503)).toBe(true);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy[0]?.headers.get("retry-after")).toBe("5");
  expect(await busy[0]?.json()).toMatchObject({ code: "sign_in_busy" });
}, 30_000);

test("in a rush few passwords wait, more are refused unread, and mailed links go on", async () => {
  clock.advance(1_000);
  platform.rush.count(1_000);
  const body = { email: "rush@example.com", password: "correct horse" };
  const attempts = Array.from({ length: 5 }, () =>
    site.openBrowser().post(`${AUTH}/sign-in/email`, body),
  );
  // The first is being hashed and the others wait, as soon as all five were read.
  const refused = await until(async () => {
    const answer = await site.openBrowser().post(`${AUTH}/sign-up/email`, "no form at all");
    return answer.status === 503 && answer;
  });
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refused.json()).toMatchObject({ code: "sign_in_busy" });
  const link = { email: "rush.link@example.com" };
  expect((await site.openBrowser().post(`${AUTH}/sign-in/magic-link`, link)).status).toBe(200);
  clock.advance(1_000);
  const answers = await Promise.all(attempts);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  const unread = await site.openBrowser().post(`${AUTH}/sign-up/email`, "no form at all");
  expect(unread.status).toBe(422);
});

const notOffered = [
  "/passkey/list-user-passkeys",
  "/passkey/delete-passkey",
  "/passkey/update-passkey",
  "/callback/github",
  "/error",
  "/update-user",
  "/delete-user",
  "/list-sessions",
  "/revoke-sessions",
  "/ok",
  "/start-session",
  "/link-social",
];

test("what the library could do besides is not offered", async () => {
  const { browser } = await signUpFan(site);
  for (const path of notOffered) {
    expect([path, (await browser.post(`${AUTH}${path}`)).status]).toEqual([path, 404]);
    expect([path, (await browser.get(`${AUTH}${path}`)).status]).toEqual([path, 404]);
  }
});
