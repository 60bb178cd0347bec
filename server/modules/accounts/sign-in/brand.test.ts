import { expect, test } from "bun:test";
import { testDatabase } from "../../../../tests/support/database.ts";
import { testPlatform } from "../../../../tests/support/platform.ts";
import { createTestSite, signUpFan } from "../../../../tests/support/test-browser.ts";
import { systemClock } from "../../../platform/clock.ts";
import { createAccounts } from "../index.ts";
import { mailText } from "./mail-texts.ts";

const platform = testPlatform(await testDatabase(), { clock: systemClock });
const accounts = createAccounts(platform);
const site = createTestSite(platform, accounts.mounts);

test("a brand that changes its name and languages writes and asks so from then on", async () => {
  const { browser, email, id } = await signUpFan(site);
  const before = platform.brand.current();
  expect((await accounts.findFans([id])).get(id)?.locale).toBe("en");
  platform.brand.learn({
    ...before,
    version: before.version + 1,
    name: "谷粒",
    languages: ["zh-Hans"],
    defaultLanguage: "zh-Hans",
  });
  await site.openBrowser().post("/api/v1/auth/sign-in/magic-link", { email });
  expect((await site.newestMail(email))?.subject).toBe("您的谷粒登录链接");
  expect((await accounts.findFans([id])).get(id)?.locale).toBe("zh-Hans");
  const options = await browser.get("/api/v1/auth/passkey/generate-register-options");
  expect(await options.json()).toMatchObject({ rp: { name: "谷粒" } });
});

test("in Chinese, a name of other letters stands between spaces", () => {
  const subject = (brand: string) => mailText("sign_in", "zh-Hans", { brand }).subject;
  expect(["Siskin", "谷粒", "谷粒 One", "$& $1"].map(subject)).toEqual([
    "您的 Siskin 登录链接",
    "您的谷粒登录链接",
    "您的谷粒 One 登录链接",
    "您的 $& $1 登录链接",
  ]);
});
