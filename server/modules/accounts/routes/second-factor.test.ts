import { expect, test } from "bun:test";
import { base32 } from "@better-auth/utils/base32";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import {
  createSecondFactorSite,
  problemOf,
  SECOND_FACTOR as path,
  wrongCodeFor,
} from "../../../../tests/support/second-factor-site.ts";
import { createTestAuthenticator } from "../../../../tests/support/test-authenticator.ts";
import { signUpFan } from "../../../../tests/support/test-browser.ts";

const database = await testDatabase();
const { kysely } = database;
const {
  accounts,
  actor,
  appWith,
  clock,
  config,
  enter,
  mayAct,
  newOwner,
  setUp,
  signInAgain,
  site,
} = createSecondFactorSite(database);

test("an operator's role counts only after a second factor was set up and proven", async () => {
  const { browser } = await newOwner();
  expect(await problemOf(await browser.get("/api/v1/audit-log"))).toBe("403 second_factor_missing");
  expect(await (await browser.get("/api/v1/me")).json()).toMatchObject({
    operator: { role: "owner", permissions: [], isSecondFactorMissing: true },
  });
  const { backupCodes } = await setUp(browser);
  expect(new Set(backupCodes).size).toBe(10);
  expect(await mayAct(browser)).toBe(200);
  expect(await (await browser.get(path)).json()).toEqual({
    isRequired: true,
    isSetUp: true,
    hasCodes: true,
    isProven: true,
    backupCodesLeft: 10,
  });
});

test("each session proves it for itself, and each code counts once", async () => {
  const owner = await newOwner();
  const { app } = await setUp(owner.browser);
  const second = await signInAgain(owner);
  expect(await mayAct(second)).toBe(403);
  expect(await problemOf(await enter(second, await app()))).toBe("400 second_factor_wrong");
  clock.movedMs += 30_000;
  const code = await app();
  expect((await enter(second, ` ${code.slice(0, 3)} ${code.slice(3)}`)).status).toBe(204);
  expect(await mayAct(second)).toBe(200);
  const third = await signInAgain(owner);
  expect(await problemOf(await enter(third, code))).toBe("400 second_factor_wrong");
  expect(await problemOf(await enter(third, await app(-1)))).toBe("400 second_factor_wrong");
  expect(await mayAct(third)).toBe(403);
  expect(await mayAct(owner.browser)).toBe(200);
});

test("a code for paper counts once, however it is copied, and new ones replace the old", async () => {
  const owner = await newOwner();
  const { backupCodes } = await setUp(owner.browser);
  const [first = "", second = ""] = backupCodes;
  const browser = await signInAgain(owner);
  const copied = first.toUpperCase().replaceAll("-", " ");
  expect((await enter(browser, copied)).status).toBe(204);
  const again = await signInAgain(owner);
  expect(await problemOf(await enter(again, first))).toBe("400 second_factor_wrong");
  expect(await problemOf(await again.post(`${path}/backup-codes`))).toBe(
    "403 second_factor_missing",
  );
  expect((await owner.browser.post(`${path}/backup-codes`)).status).toBe(200);
  expect(await problemOf(await enter(again, second))).toBe("400 second_factor_wrong");
  const { rows } = await sql<{ code_hash: Buffer }>`
    select code_hash from accounts.backup_codes where fan_id = ${owner.id}`.execute(kysely);
  expect(rows).toHaveLength(10);
  expect(rows.map((row) => row.code_hash.toString())).not.toContain(second);
});

test("ten wrong codes lock the account's second factor for an hour, in all sessions", async () => {
  const owner = await newOwner();
  const { app, backupCodes } = await setUp(owner.browser);
  const thief = await signInAgain(owner);
  const guess = await wrongCodeFor(app);
  const answers = await Promise.all(Array.from({ length: 14 }, () => enter(thief, guess)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 400)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  const other = await signInAgain(owner);
  const locked = await enter(other, backupCodes[0] ?? "");
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(3000);
  expect(await problemOf(locked)).toBe("429 too_many_requests");
  clock.movedMs += 3_600_000;
  expect((await enter(other, await app())).status).toBe(204);
});

test("who has only the mailbox cannot remove, replace or learn what is set up", async () => {
  const owner = await newOwner();
  const early = await signInAgain(owner);
  const seen = (await (await early.post(`${path}/enrolments`)).json()) as { secret: string };
  const { app } = await setUp(owner.browser);
  clock.movedMs += 30_000;
  const known = await appWith(seen.secret)();
  expect(await app()).not.toBe(known);
  expect(await problemOf(await enter(early, known))).toBe("400 second_factor_wrong");
  expect(await problemOf(await early.post(`${path}/enrolments`))).toBe("409 second_factor_exists");
  expect(await problemOf(await early.delete(path))).toBe("403 second_factor_missing");
  const phone = createTestAuthenticator(config.baseUrl);
  expect((await phone.add(early)).status).toBe(200);
  expect(await mayAct(early)).toBe(403);
  const byPhone = site.openBrowser();
  expect((await phone.signIn(byPhone)).status).toBe(200);
  expect(await mayAct(byPhone)).toBe(403);
  await owner.browser.post("/api/v1/me/erasure-requests");
  const token = (await site.newestMail(owner.email))?.token ?? "";
  const erased = await early.delete(`/api/v1/me?token=${token}`);
  expect(await problemOf(erased)).toBe("403 second_factor_missing");
});

test("a secret that one session was shown is confirmed by no other session", async () => {
  const owner = await newOwner();
  const other = await signInAgain(owner);
  const seen = (await (await other.post(`${path}/enrolments`)).json()) as { secret: string };
  const code = { code: await appWith(seen.secret)() };
  const refused = await owner.browser.post(`${path}/confirmations`, code);
  expect(await problemOf(refused)).toBe("409 second_factor_not_set_up");
  const own = await (await owner.browser.post(`${path}/enrolments`)).json();
  expect(own).not.toMatchObject({ secret: seen.secret });
  const again = await (await owner.browser.post(`${path}/enrolments`)).json();
  expect(again).toEqual(own as object);
  expect(await problemOf(await other.post(`${path}/confirmations`, code))).toBe(
    "409 second_factor_not_set_up",
  );
});

test("fans have no second factor to set up, and API keys are not asked for one", async () => {
  const fan = await signUpFan(site);
  expect(await problemOf(await fan.browser.post(`${path}/enrolments`))).toBe("403 operators_only");
  expect(await problemOf(await site.openBrowser().get(path))).toBe("401 not_signed_in");
  expect((await fan.browser.get("/account/second-factor")).status).toBe(303);
  const { token } = await accounts.createApiKey({ name: "robot", role: "owner" }, actor);
  const headers = { authorization: `Bearer ${token}` };
  expect((await site.openBrowser().get("/api/v1/audit-log", headers)).status).toBe(200);
  expect(await problemOf(await site.openBrowser().get(path, headers))).toBe("403 operators_only");
});

test("secrets are encrypted where they are kept, and bad bodies change nothing", async () => {
  const owner = await newOwner();
  const begun = await owner.browser.post(`${path}/enrolments`);
  const { secret } = (await begun.json()) as { secret: string };
  const raw = new TextDecoder().decode(base32.decode(secret));
  const { rows } = await sql<{ sealed_secret: Buffer }>`
    select sealed_secret from accounts.second_factors where fan_id = ${owner.id}`.execute(kysely);
  expect(rows[0]?.sealed_secret.toString("latin1")).not.toContain(raw);
  for (const body of [
    {},
    { code: 123456 },
    { code: "" },
    { code: "1".repeat(41) },
    { code: "1", x: 1 },
  ]) {
    const refused = await owner.browser.post(`${path}/confirmations`, body);
    expect(await problemOf(refused)).toBe("422 invalid_request");
  }
  expect(await mayAct(owner.browser)).toBe(403);
});
