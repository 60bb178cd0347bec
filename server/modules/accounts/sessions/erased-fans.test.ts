import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../../tests/support/platform.ts";
import { until } from "../../../../tests/support/sale.ts";
import {
  createTestSite,
  type SignedInFan,
  signUpFan,
  type TestBrowser,
} from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { createAccounts } from "../index.ts";
import { ErasedFans } from "./erased-fans.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const { kysely } = platform.database;
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

let eraseThrows = false;
accounts.registerPersonalData({
  name: "nothing",
  exportFor: async () => null,
  mayErase: async () => ({ ok: true, value: undefined }),
  erase: async () => {
    if (eraseThrows) throw new Error("the disk is full");
  },
});

/** Another server's module on the same database. */
const serverBeside = () => createAccounts(testPlatform(platform.database, { clock: systemClock }));

async function signInElsewhere({ email }: SignedInFan): Promise<TestBrowser> {
  const browser = site.openBrowser();
  await browser.post("/api/v1/auth/sign-in/email", { email, password: "correct horse" });
  return browser;
}

async function erase({ browser, email }: SignedInFan): Promise<number> {
  await browser.post("/api/v1/me/erasure-requests");
  const mail = await site.newestMail(email);
  return (await browser.delete(`/api/v1/me?token=${mail?.token}`)).status;
}

const rowsOf = async (fanId: string) =>
  (await sql<object>`select * from accounts.erased_fans where fan_id = ${fanId}`.execute(kysely))
    .rows;

test("what another browser of an erased fan's still carries counts for nothing, at once", async () => {
  const fan = await signUpFan(site);
  const elsewhere = await signInElsewhere(fan);
  const cookie = elsewhere.cookieHeader();
  expect(accounts.readFanSession(cookie)).toMatchObject({ fanId: fan.id });
  expect(await erase(fan)).toBe(204);
  expect(accounts.readFanSession(cookie)).toBeUndefined();
  expect(await accounts.findFanSession(new Headers({ cookie }))).toBeUndefined();
  const address = { name: "A", line1: "1 Road", city: "B", postalCode: "1", country: "NZ" };
  const path = "/api/v1/me/delivery-address";
  expect((await elsewhere.put(path, address, { cookie })).status).toBe(401);
  const session = await elsewhere.get("/api/v1/auth/get-session", { cookie });
  expect(await session.json()).toEqual({ fan: null, expiresAt: null });
  const email = { newEmail: "somebody.else@example.com" };
  expect((await elsewhere.post("/api/v1/auth/change-email", email, { cookie })).status).toBe(401);
});

test("other servers hear of it, those that run and those that start later", async () => {
  const fan = await signUpFan(site);
  const cookie = (await signInElsewhere(fan)).cookieHeader();
  const other = serverBeside();
  await other.start();
  expect(other.readFanSession(cookie)).toBeDefined();
  expect(await erase(fan)).toBe(204);
  expect(await until(async () => other.readFanSession(cookie) === undefined)).toBe(true);
  expect(await other.findFanSession(new Headers({ cookie }))).toBeUndefined();
  await other.stop();
  const later = serverBeside();
  expect(later.readFanSession(cookie)).toBeDefined();
  await later.start();
  expect(later.readFanSession(cookie)).toBeUndefined();
  await later.stop();
});

test("an erasure that breaks off refuses nobody", async () => {
  const fan = await signUpFan(site);
  const cookie = (await signInElsewhere(fan)).cookieHeader();
  eraseThrows = true;
  expect(await erase(fan)).toBe(500);
  eraseThrows = false;
  expect(accounts.readFanSession(cookie)).toBeDefined();
  expect(await rowsOf(fan.id)).toEqual([]);
});

test("only the id is kept, and neither table nor memory keeps it for long", async () => {
  const fan = await signUpFan(site);
  await erase(fan);
  expect(await rowsOf(fan.id)).toEqual([{ fan_id: fan.id, erased_at: expect.any(Date) }]);
  const fresh = newId();
  await sql`insert into accounts.erased_fans values (${fresh}, now())`.execute(kysely);
  const clock = createManualClock();
  const erased = new ErasedFans({ ...platform, clock });
  await sql`
    update accounts.erased_fans set erased_at = erased_at - interval '361 s'
    where fan_id = ${fan.id}`.execute(kysely);
  await erased.start();
  expect([erased.has(fan.id), erased.has(fresh)]).toEqual([false, true]);
  expect([await rowsOf(fan.id), (await rowsOf(fresh)).length]).toEqual([[], 1]);
  await sql`delete from accounts.erased_fans`.execute(kysely);
  clock.advance(359_000);
  await Bun.sleep(1_200);
  expect(erased.has(fresh)).toBe(true);
  clock.advance(1_000);
  expect(await until(async () => !erased.has(fresh))).toBe(true);
  await erased.stop();
});
