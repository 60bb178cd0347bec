import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { createAccounts } from "../index.ts";

const platform = testPlatform(await testDatabase());
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

test("a fan signs in and out by plain pages, and comes back to where it began", async () => {
  const email = "plain@example.com";
  const browser = site.openBrowser();
  const form = await browser.get("/sign-in?next=/sales/7");
  expect(await form.text()).toContain('name="next" value="/sales/7"');
  const asked = await browser.postForm("/sign-in", { email, next: "/sales/7" });
  expect(asked.status).toBe(200);
  expect(await asked.text()).toContain("mailbox");
  const mail = await site.newestMail(email);
  expect(mail?.link).toStartWith("/sign-in/mail-link?");
  const page = await (await browser.get(mail?.link ?? "")).text();
  expect(page).toContain('name="callbackURL" value="/sales/7"');
  const used = await browser.get(
    `/api/v1/auth/magic-link/verify?token=${mail?.token}&callbackURL=/sales/7`,
  );
  expect(used.headers.get("location")).toBe(`${platform.config.baseUrl}/sales/7`);
  expect(await (await browser.get("/account")).text()).toContain(email);
  const out = await browser.postForm("/sign-out", {});
  expect([out.status, browser.cookies.size]).toEqual([303, 0]);
  expect(await (await browser.get("/account")).text()).toContain("not signed in");
});

test("a page says what is wrong with a form, and leads to no foreign site", async () => {
  const browser = site.openBrowser();
  const wrong = await browser.postForm("/sign-in", { email: "nonsense" });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('role="alert"');
  const foreign = { email: "a@example.com", next: "https://evil.example" };
  expect((await browser.postForm("/sign-in", foreign)).status).toBe(403);
  expect(await site.newestMail("a@example.com")).toBeUndefined();
  expect(await (await browser.get("/account?error=invalid_token")).text()).toContain("Ask for");
});

test("names and tokens are shown as text, whatever they hold", async () => {
  const { browser } = await signUpFan(site, "<b>Eve</b>");
  const account = await (await browser.get("/account")).text();
  expect(account).toContain("&lt;b&gt;Eve&lt;/b&gt;");
  const page = await browser.get(`/sign-in/owner?token=${encodeURIComponent('"><script>')}`);
  expect(await page.text()).not.toContain("<script>");
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(page.headers.get("cache-control")).toBe("no-store");
});

test("the pages speak Chinese to who reads it", async () => {
  const page = await site.openBrowser().get("/sign-in", { "accept-language": "zh-CN" });
  const text = await page.text();
  expect(text).toContain('<html lang="zh-Hans">');
  expect(text).toContain("邮箱地址");
});
