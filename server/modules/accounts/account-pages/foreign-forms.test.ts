import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);
const fan = await signUpFan(site);

/** Every address that takes a form. */
const forms = [
  ...new Set(
    accounts.mounts
      .filter(({ path }) => path === "/")
      .flatMap(({ router }) => router.routes)
      .filter(({ method }) => method === "POST")
      .map(({ path }) => path.replace(":id", "01999999-0000-7000-8000-00000000dead")),
  ),
];

test("the forms are known", () => {
  expect(forms).toContain("/sign-out");
  expect(forms).toContain("/account/erase");
  expect(forms.length).toBeGreaterThan(10);
});

const languages = { en: "came from another site", "zh-CN": "来自其他网站" };

for (const path of forms) {
  test(`${path} says that a foreign page's form was not used, signed in or not`, async () => {
    for (const [language, words] of Object.entries(languages)) {
      for (const browser of [fan.browser, site.openBrowser()]) {
        const headers = { origin: "https://evil.example", "accept-language": language };
        const answer = await browser.postForm(path, { token: "x", name: "Key" }, headers);
        expect(answer.status).toBe(403);
        expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
        expect(await answer.text()).toContain(words);
      }
    }
    // Nobody was signed out, and nothing was mailed but the first link.
    expect((await fan.browser.get("/api/v1/me")).status).toBe(200);
    expect((await site.newestMail(fan.email))?.link).toContain("/account/confirm-email");
  });
}

test("a page whose origin its browser hides is foreign, too", async () => {
  const headers = { origin: "null" };
  expect((await fan.browser.postForm("/sign-out", {}, headers)).status).toBe(403);
});

test("signing out too often is told by a page", async () => {
  const { browser } = await signUpFan(site);
  let last = await browser.postForm("/sign-out", {});
  for (let round = 0; round < 100; round += 1) last = await browser.postForm("/sign-out", {});
  expect([last.status, last.headers.get("content-type")]).toEqual([
    429,
    "text/html; charset=utf-8",
  ]);
});
