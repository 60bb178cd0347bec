import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

const password = "correct horse";

test("a fan signs up, confirms the address by the mailed page, and is signed in", async () => {
  const browser = site.openBrowser();
  const email = "anna@example.com";
  const signedUp = await browser.post("/api/v1/auth/sign-up/email", {
    name: "  Anna ",
    email: " Anna@Example.com ",
    password,
  });
  expect(signedUp.status).toBe(200);
  expect(await signedUp.json()).toEqual({ status: "mailed" });
  expect(browser.cookies.size).toBe(0);

  const mail = await site.newestMail(email);
  const page = await browser.get(mail?.link ?? "");
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('action="/api/v1/auth/verify-email"');
  const confirmed = await browser.get(`/api/v1/auth/verify-email?token=${mail?.token}`);
  expect(confirmed.status).toBe(200);

  const me = await (await browser.get("/api/v1/me")).json();
  expect(me).toMatchObject({ fan: { name: "Anna", email }, operator: null });
});

test("signing up records FanSignedUp with nothing but the id", async () => {
  const { id } = await signUpFan(site, "Berta");
  const { rows } = await sql`
    select type, payload from platform.outbox_events where subject = ${`fan:${id}`}
  `.execute(platform.database.kysely);
  expect(rows).toEqual([{ type: "FanSignedUp", payload: { fanId: id } }]);
});

test("a fan signs in with the password, and out again", async () => {
  const { email } = await signUpFan(site);
  const browser = site.openBrowser();
  const signedIn = await browser.post("/api/v1/auth/sign-in/email", { email, password });
  expect(signedIn.status).toBe(200);
  const body = await signedIn.json();
  expect(body).toMatchObject({ fan: { email, emailVerified: true } });
  expect(JSON.stringify(body)).not.toContain("token");
  for (const cookie of signedIn.headers.getSetCookie()) {
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Lax");
  }
  expect((await (await browser.get("/api/v1/auth/get-session")).json()) as object).toMatchObject({
    fan: { email },
  });
  const cookies = browser.cookieHeader();
  expect((await browser.post("/api/v1/auth/sign-out")).status).toBe(200);
  expect(browser.cookies.size).toBe(0);
  const replayed = await site.openBrowser().get("/api/v1/me", { cookie: cookies });
  expect(replayed.status).toBe(401);
});

test("a wrong password and an unknown address are answered alike", async () => {
  const { email } = await signUpFan(site);
  const browser = site.openBrowser();
  const attempts = [
    { email, password: "wrong horse!" },
    { email: "nobody@example.com", password },
  ];
  const answers = await Promise.all(
    attempts.map(async (attempt) => {
      const response = await browser.post("/api/v1/auth/sign-in/email", attempt);
      const { requestId, ...problem } = (await response.json()) as Record<string, unknown>;
      expect(requestId).toBeString();
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      return problem;
    }),
  );
  expect(answers[0]).toMatchObject({ status: 401, code: "invalid_email_or_password" });
  expect(answers[0]).toEqual(answers[1] ?? {});
});

test("an address that was never confirmed gives no session", async () => {
  const browser = site.openBrowser();
  const email = "carla@example.com";
  await browser.post("/api/v1/auth/sign-up/email", { name: "Carla", email, password });
  const refused = await browser.post("/api/v1/auth/sign-in/email", { email, password });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: "email_not_verified" });
  expect(browser.cookies.size).toBe(0);
});

test("signing up with a known address changes nothing and answers as ever", async () => {
  const { email } = await signUpFan(site);
  const stranger = site.openBrowser();
  const answer = await stranger.post("/api/v1/auth/sign-up/email", {
    name: "Mallory",
    email,
    password: "another horse",
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "mailed" });
  expect((await site.newestMail(email))?.subject).toBe("You already have an account with Millet");
  const body = { email, password: "another horse" };
  expect((await stranger.post("/api/v1/auth/sign-in/email", body)).status).toBe(401);
});

test("mails speak the language of the fan", async () => {
  const browser = site.openBrowser();
  const email = "dong@example.com";
  const body = { name: "东", email, password };
  await browser.post("/api/v1/auth/sign-up/email", body, { "accept-language": "zh-CN,zh;q=0.9" });
  expect((await site.newestMail(email))?.subject).toBe("请确认您的 Millet 邮箱地址");
  await browser.post("/api/v1/auth/request-password-reset", { email }, { "accept-language": "en" });
  expect((await site.newestMail(email))?.subject).toBe("重新设置您的 Millet 密码");
});

const wrongBodies: readonly [title: string, body: unknown, path: string][] = [
  ["a short password", { name: "E", email: "e@example.com", password: "1234567" }, "password"],
  ["a long password", { name: "E", email: "e@example.com", password: "x".repeat(129) }, "password"],
  ["an address without a host", { name: "E", email: "e@", password }, "email"],
  [
    "an address that is too long before the @",
    { name: "E", email: `${"e".repeat(65)}@example.com`, password },
    "email",
  ],
  ["an empty name", { name: "   ", email: "e@example.com", password }, "name"],
  ["a long name", { name: "E".repeat(81), email: "e@example.com", password }, "name"],
  ["a name that turns the text", { name: "E\u202e", email: "e@example.com", password }, "name"],
  ["a field too many", { name: "E", email: "e@example.com", password, emailVerified: true }, ""],
  ["no object", ["E"], ""],
];

for (const [title, body, path] of wrongBodies) {
  test(`signing up with ${title} is refused and changes nothing`, async () => {
    const response = await site.openBrowser().post("/api/v1/auth/sign-up/email", body);
    expect(response.status).toBe(422);
    const problem = (await response.json()) as { code: string; issues: { path: string }[] };
    expect(problem.code).toBe("invalid_request");
    expect(problem.issues[0]?.path).toBe(path);
    expect(await site.newestMail("e@example.com")).toBeUndefined();
  });
}
