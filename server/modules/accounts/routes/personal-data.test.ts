import { beforeEach, expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { mailsTo, testPlatform } from "../../../../tests/support/platform.ts";
import {
  createTestSite,
  type SignedInFan,
  signUpFan,
} from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { accountFailures, cliOperator, createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const { kysely } = platform.database;

/** A module above this one, which holds a favourite colour of each fan. */
const colours = new Map<string, string>();
let mayErase: Result<void> = ok(undefined);
let eraseThrows = false;
accounts.registerPersonalData({
  name: "colours",
  exportFor: async (fanId) => colours.get(fanId) ?? null,
  mayErase: async () => mayErase,
  erase: async (tx, fanId) => {
    await sql`create table public.erased_colours as select ${fanId}::text as fan_id`.execute(tx);
    if (eraseThrows) throw new Error("the disk is full");
  },
});

beforeEach(async () => {
  mayErase = ok(undefined);
  eraseThrows = false;
  await sql`drop table if exists public.erased_colours`.execute(kysely);
});

async function problemOf(response: Response) {
  const { status, code } = (await response.json()) as { status: number; code: string };
  return `${status} ${code}`;
}

async function askForToken({ browser, email }: SignedInFan): Promise<string> {
  const asked = await browser.post("/api/v1/me/erasure-requests");
  expect([asked.status, await asked.json()]).toEqual([202, { status: "mailed" }]);
  return (await site.newestMail(email))?.token ?? "";
}

/** What is left of a fan, besides events and the audit log. */
async function tracesOf({ id, email }: SignedInFan) {
  const { rows } = await sql<{ rows: number }>`
    select (select count(*) from accounts.fans where id = ${id})
      + (select count(*) from accounts.sessions where fan_id = ${id})
      + (select count(*) from accounts.sign_in_methods where fan_id = ${id})
      + (select count(*) from accounts.delivery_addresses where fan_id = ${id})
      + (select count(*) from accounts.erasure_links where fan_id = ${id})
      + (select count(*) from accounts.operators where fan_id = ${id}) as rows
  `.execute(kysely);
  const events = await sql`
    select type from platform.outbox_events
    where type = 'FanErased' and subject = ${`fan:${id}`}`.execute(kysely);
  const mails = await mailsTo(platform.database, email);
  return {
    rows: rows[0]?.rows,
    events: events.rows.length,
    mails: mails.map((mail) => mail.subject),
  };
}

test("a fan downloads everything that is held of the account, by the part that holds it", async () => {
  const fan = await signUpFan(site);
  colours.set(fan.id, "green");
  const answer = await fan.browser.get("/api/v1/me/export");
  expect(answer.headers.get("content-disposition")).toContain("millet-export.json");
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    exportedAt: expect.stringMatching(/^20/),
    account: {
      fan: { id: fan.id, email: fan.email, name: "Anna", emailVerified: true, locale: "en" },
      sessions: [{ userAgent: expect.anything() }],
      signInMethods: [{ provider: "credential" }],
      deliveryAddress: null,
      operator: null,
    },
    colours: "green",
  });
  expect(text).not.toContain("token");
  expect(await problemOf(await site.openBrowser().get("/api/v1/me/export"))).toBe(
    "401 not_signed_in",
  );
});

test("with the mailed token a fan erases the account, all that modules hold, and all sessions", async () => {
  const fan = await signUpFan(site);
  const { browser, email, id } = fan;
  const elsewhere = site.openBrowser();
  await elsewhere.post("/api/v1/auth/sign-in/email", { email, password: "correct horse" });
  const token = await askForToken(fan);
  const erased = await browser.delete(`/api/v1/me?token=${token}`);
  expect(erased.status).toBe(204);
  expect(browser.cookies.size).toBe(0);
  expect(await tracesOf(fan)).toEqual({
    rows: 0,
    events: 1,
    mails: ["Your Millet account was erased"],
  });
  const { rows } = await sql`select fan_id from public.erased_colours`.execute(kysely);
  expect(rows).toEqual([{ fan_id: id }]);
  expect(await problemOf(await elsewhere.get("/api/v1/me"))).toBe("401 not_signed_in");
  const password = { email, password: "correct horse" };
  expect(
    await problemOf(await site.openBrowser().post("/api/v1/auth/sign-in/email", password)),
  ).toBe("401 invalid_email_or_password");
});

test("a session alone erases nothing, nor does a wrong, an old or another fan's token", async () => {
  const fan = await signUpFan(site);
  const other = await signUpFan(site);
  const before = await tracesOf(fan);
  expect(await problemOf(await fan.browser.delete("/api/v1/me"))).toBe("422 invalid_request");
  const theirs = await askForToken(other);
  const replaced = await askForToken(fan);
  const newest = await askForToken(fan);
  for (const wrong of ["guess", theirs, replaced]) {
    const refused = await fan.browser.delete(`/api/v1/me?token=${wrong}`);
    expect(await problemOf(refused)).toBe("403 erasure_link_invalid");
  }
  const stranger = await site.openBrowser().delete(`/api/v1/me?token=${newest}`);
  expect(await problemOf(stranger)).toBe("401 not_signed_in");
  const foreign = await fan.browser.delete(`/api/v1/me?token=${newest}`, {
    origin: "https://evil.example",
  });
  expect(await problemOf(foreign)).toBe("403 foreign_origin");
  await sql`update accounts.erasure_links set expires_at = now()`.execute(kysely);
  const late = await fan.browser.delete(`/api/v1/me?token=${newest}`);
  expect(await problemOf(late)).toBe("403 erasure_link_invalid");
  expect(await tracesOf(fan)).toMatchObject({ events: 0, rows: Number(before.rows) + 1 });
});

test("a module that must keep the account for now is heard, and its reason is told", async () => {
  const fan = await signUpFan(site);
  const token = await askForToken(fan);
  mayErase = fail({ code: "order_under_way", status: 409, title: "Under way" }, "Order 7 is paid.");
  const refused = await fan.browser.delete(`/api/v1/me?token=${token}`);
  expect(await problemOf(refused)).toBe("409 order_under_way");
  const page = await fan.browser.postForm("/account/erase", { token });
  expect([page.status, await page.text()]).toEqual([409, expect.stringContaining("Order 7")]);
  expect((await tracesOf(fan)).events).toBe(0);
});

test("an erasure that breaks in the middle leaves everything, and can be repeated", async () => {
  const fan = await signUpFan(site);
  const token = await askForToken(fan);
  const before = await tracesOf(fan);
  eraseThrows = true;
  expect((await fan.browser.delete(`/api/v1/me?token=${token}`)).status).toBe(500);
  expect(await tracesOf(fan)).toEqual(before);
  expect((await fan.browser.get("/api/v1/me")).status).toBe(200);
  eraseThrows = false;
  expect((await fan.browser.delete(`/api/v1/me?token=${token}`)).status).toBe(204);
});

test("two confirmations at the same time erase once", async () => {
  const fan = await signUpFan(site);
  const token = await askForToken(fan);
  const cookie = fan.browser.cookieHeader();
  const answers = await Promise.all(
    [1, 2].map(() => site.openBrowser().delete(`/api/v1/me?token=${token}`, { cookie })),
  );
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses[0]).toBe(204);
  expect([401, 403]).toContain(statuses[1] ?? 0);
  expect((await tracesOf(fan)).events).toBe(1);
});

test("the last owner stays; another operator may go, which the audit log tells", async () => {
  const owner = await signUpFan(site, "Olga");
  const second = await signUpFan(site, "Paul");
  const actor = { operator: cliOperator };
  await accounts.appointOperator({ email: owner.email, role: "owner" }, actor);
  await accounts.appointOperator({ email: second.email, role: "owner" }, actor);
  const token = await askForToken(second);
  expect((await second.browser.delete(`/api/v1/me?token=${token}`)).status).toBe(204);
  const { rows } = await sql`
    select operator_name, subject from accounts.operator_actions where action = 'operator.erased'
  `.execute(kysely);
  expect(rows).toEqual([{ operator_name: "Paul", subject: `fan:${second.id}` }]);

  const last = await askForToken(owner);
  const refused = await owner.browser.delete(`/api/v1/me?token=${last}`);
  expect(await problemOf(refused)).toBe("409 last_owner");
  expect(accountFailures.last_owner.status).toBe(409);
  const page = await owner.browser.postForm("/account/erase", { token: last });
  expect(await page.text()).toContain("Appoint another one first");
  expect((await tracesOf(owner)).events).toBe(0);
});

test("without a script, a fan asks on the account page and confirms by the mailed link", async () => {
  const fan = await signUpFan(site);
  expect(await (await fan.browser.get("/account")).text()).toContain("/account/erasure-requests");
  const asked = await fan.browser.postForm("/account/erasure-requests", {});
  expect(await asked.text()).toContain("mailbox");
  const mail = await site.newestMail(fan.email);
  expect(mail?.subject).toContain("erased");
  const elsewhere = await site.openBrowser().get(mail?.link ?? "");
  expect(await elsewhere.text()).toContain("/sign-in?next=%2Faccount%2Ferase%3Ftoken%3D");
  const page = await (await fan.browser.get(mail?.link ?? "")).text();
  expect(page).toContain(fan.email);
  expect((await tracesOf(fan)).events).toBe(0);
  const stale = await fan.browser.postForm("/account/erase", { token: "wrong" });
  expect(stale.status).toBe(403);
  const foreign = { origin: "https://evil.example" };
  await fan.browser.postForm("/account/erase", { token: mail?.token ?? "" }, foreign);
  expect((await tracesOf(fan)).events).toBe(0);
  const gone = await fan.browser.postForm("/account/erase", { token: mail?.token ?? "" });
  expect([gone.status, fan.browser.cookies.size]).toEqual([200, 0]);
  expect((await tracesOf(fan)).rows).toBe(0);
});

test("asking again and again for the link is slowed down", async () => {
  const fan = await signUpFan(site);
  const codes: number[] = [];
  for (let index = 0; index < 7; index += 1) {
    codes.push((await fan.browser.post("/api/v1/me/erasure-requests")).status);
  }
  expect([codes[0], codes.at(-1)]).toEqual([202, 429]);
});
