import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { addAuthenticator } from "../support/browser-passkeys.ts";
import { linkMailedTo, mailsTo, SIGN_IN_LINK, signInByMail } from "../support/browser-sign-in.ts";
import { expectGoodPage } from "./good-page.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

const tongues = [
  {
    language: "en",
    colours: "light",
    address: "ana@example.com",
    asks: "E-mail address",
    mailMe: "Mail me a link",
    sent: "Look into your mailbox and open the link.",
    signIn: "Sign in",
    account: "Your account",
    signOut: "Sign out",
    nobody: "You are not signed in.",
  },
  {
    language: "zh-Hans",
    colours: "dark",
    address: "bo@example.com",
    asks: "邮箱地址",
    mailMe: "发送链接",
    sent: "请查收邮件并打开其中的链接。",
    signIn: "登录",
    account: "您的账号",
    signOut: "退出登录",
    nobody: "您尚未登录。",
  },
] as const;

test.each(tongues)(
  "a fan signs in by a mailed link and out again on a phone without JavaScript: $language",
  async (words) => {
    const { language, colours } = words;
    const visitor = await chromium.visit(site.url, {
      script: false,
      language,
      colours,
      width: PHONE_WIDTH,
    });
    const { page } = visitor;
    await page.goto("/sign-in");
    await expectGoodPage(visitor, language);
    await page.getByLabel(words.asks).fill(words.address);
    await page.getByRole("button", { name: words.mailMe, exact: true }).click();
    await page.getByText(words.sent).waitFor();
    await expectGoodPage(visitor, language);

    expect(await mailsTo(visitor, words.address)).toHaveLength(1);
    await page.goto(await linkMailedTo(visitor, words.address, SIGN_IN_LINK));
    await expectGoodPage(visitor, language);
    await page.getByRole("button", { name: words.signIn, exact: true }).click();
    await page.getByRole("heading", { name: words.account, level: 1 }).waitFor();
    expect(await page.getByRole("main").textContent()).toContain(words.address);
    await expectGoodPage(visitor, language);

    await page.getByRole("button", { name: words.signOut, exact: true }).click();
    await page.goto("/account");
    await page.getByText(words.nobody).waitFor();
    await expectGoodPage(visitor, language);
  },
);

test("a fan adds a passkey, signs out, and signs in with it alone", async () => {
  const visitor = await chromium.visit(site.url);
  const { page } = visitor;
  const authenticator = await addAuthenticator(visitor);
  await signInByMail(visitor, "cho@example.com");
  await page.goto("/account");
  await page.getByLabel("Name, such as “my phone”").fill("my phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey was added.").waitFor();
  expect(await authenticator.countPasskeys()).toBe(1);
  await page.getByRole("button", { name: "Remove: my phone" }).waitFor();
  await expectGoodPage(visitor);

  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.goto("/sign-in?next=/orders");
  await expectGoodPage(visitor);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${site.url}/orders`);
  await page.goto("/account");
  expect(await page.getByRole("main").textContent()).toContain("cho@example.com");
});

test("a passkey that was removed does not sign in, and the page says so", async () => {
  const visitor = await chromium.visit(site.url, { refusals: /verify-authentication/ });
  const { page } = visitor;
  await addAuthenticator(visitor);
  await signInByMail(visitor, "dao@example.com");
  await page.goto("/account");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey was added.").waitFor();
  await page.getByRole("button", { name: "Remove: Passkey without a name" }).click();
  await page.getByText("You have no passkey yet.").waitFor();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();

  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("alert").filter({ hasText: "That did not work." }).waitFor();
  await page.goto("/account");
  await page.getByText("You are not signed in.").waitFor();
});
