import { expect, test } from "bun:test";
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
const { accounts, actor, appWith, clock, config, mayAct, newOwner, setUp, signInAgain, site } =
  createSecondFactorSite(database);

test("a passkey that asks for its holder proves it, if an operator added it as the first", async () => {
  const owner = await newOwner();
  const phone = createTestAuthenticator(config.baseUrl);
  await phone.add(owner.browser, "phone");
  expect(await mayAct(owner.browser)).toBe(200);
  const verified = site.openBrowser();
  await phone.signIn(verified);
  expect(await mayAct(verified)).toBe(200);
  const touched = site.openBrowser();
  await phone.signIn(touched, { verifiesHolder: false });
  expect((await touched.get("/api/v1/me")).status).toBe(200);
  expect(await mayAct(touched)).toBe(403);
  const byMailbox = await signInAgain(owner);
  expect(await problemOf(await byMailbox.post(`${path}/enrolments`))).toBe(
    "403 second_factor_missing",
  );
  const { passkeys } = (await (await byMailbox.get("/api/v1/me/passkeys")).json()) as {
    passkeys: { id: string; secondFactor: boolean }[];
  };
  expect(passkeys).toMatchObject([{ secondFactor: true }]);
  const key = `/api/v1/me/passkeys/${passkeys[0]?.id}`;
  expect(await problemOf(await byMailbox.delete(key))).toBe("403 second_factor_missing");
  expect((await verified.delete(key)).status).toBe(204);
});

test("a passkey from before the appointment, or without its holder's check, proves nothing", async () => {
  const fan = await signUpFan(site, "Petra");
  const old = createTestAuthenticator(config.baseUrl);
  await old.add(fan.browser);
  await accounts.appointOperator({ email: fan.email, role: "owner" }, actor);
  const browser = site.openBrowser();
  await old.signIn(browser);
  expect(await mayAct(browser)).toBe(403);
  const bare = createTestAuthenticator(config.baseUrl);
  await bare.add(browser, "bare", { verifiesHolder: false });
  expect(await mayAct(browser)).toBe(403);
  await setUp(browser);
  expect(await mayAct(browser)).toBe(200);
});

test("an owner resets another operator's lost second factor, which ends what it had proven", async () => {
  const owner = await newOwner();
  const lost = await newOwner("Paul");
  await setUp(owner.browser);
  await setUp(lost.browser);
  const reset = `/api/v1/operators/${lost.id}/second-factor`;
  const unproven = await signInAgain(owner);
  expect(await problemOf(await unproven.delete(reset))).toBe("403 second_factor_missing");
  expect(await mayAct(lost.browser)).toBe(200);
  expect((await owner.browser.delete(reset)).status).toBe(204);
  expect(await mayAct(lost.browser)).toBe(403);
  const fan = await signUpFan(site);
  const noOperator = `/api/v1/operators/${fan.id}/second-factor`;
  expect(await problemOf(await owner.browser.delete(noOperator))).toBe("404 operator_not_found");
  await setUp(lost.browser);
  const { rows } = await sql<{ action: string; operator_id: string }>`
    select action, operator_id from accounts.operator_actions
    where subject = ${`fan:${lost.id}`} and action like 'second_factor.%' order by sequence
  `.execute(kysely);
  expect(rows).toEqual([
    { action: "second_factor.set_up", operator_id: lost.id },
    { action: "second_factor.removed", operator_id: owner.id },
    { action: "second_factor.set_up", operator_id: lost.id },
  ]);
});

test("the owner's link leads to setting it up, and does not replace it afterwards", async () => {
  await sql`delete from accounts.operators`.execute(kysely);
  const open = async () => {
    const browser = site.openBrowser();
    const token = new URL((await accounts.createOwnerLink()).url).searchParams.get("token") ?? "";
    const used = await browser.postForm("/sign-in/owner", { token });
    expect(used.headers.get("location")).toBe("/account/second-factor");
    return browser;
  };
  const first = await open();
  const page = await (await first.postForm("/account/second-factor/enrolments", {})).text();
  expect(page).toContain("<svg");
  const secret = /id="secret">([A-Z2-7 ]+)</.exec(page)?.[1]?.replaceAll(" ", "") ?? "";
  const app = appWith(secret);
  const form = "/account/second-factor/confirmations";
  const wrong = await first.postForm(form, { code: await wrongCodeFor(app) });
  expect([wrong.status, await wrong.text()]).toEqual([
    400,
    expect.stringContaining('role="alert"'),
  ]);
  const confirmed = await first.postForm(form, { code: await app() });
  expect(await confirmed.text()).toContain('id="backup-codes"');
  expect(await mayAct(first)).toBe(200);

  const second = await open();
  expect(await mayAct(second)).toBe(403);
  expect(await (await second.get("/account")).text()).toContain("does not count");
  expect(await (await second.get("/account/second-factor")).text()).toContain("owner-link --reset");
  const proofs = "/account/second-factor/proofs";
  expect((await second.postForm(proofs, {})).status).toBe(400);
  clock.movedMs += 30_000;
  const foreign = { origin: "https://evil.example" };
  await second.postForm(proofs, { code: await app() }, foreign);
  expect(await mayAct(second)).toBe(403);
  expect((await second.postForm(proofs, { code: await app() })).status).toBe(303);
  expect(await mayAct(second)).toBe(200);

  const third = await open();
  expect((await accounts.resetOwnerSecondFactor(actor)).ok).toBe(true);
  expect(await mayAct(second)).toBe(403);
  await setUp(third);
  expect(await mayAct(third)).toBe(200);
});
