import { expect, test } from "bun:test";
import { sql } from "kysely";
import { countries } from "../../server/modules/accounts/index.ts";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { addAuthenticator } from "../support/browser-passkeys.ts";
import { linkMailedTo, signInByMail } from "../support/browser-sign-in.ts";
import { type Fan, newFan } from "./fan.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const database = site.millet.platform.database.kysely;

async function countIn(table: "passkeys" | "sessions" | "fans", email: string): Promise<number> {
  const key = table === "fans" ? "id" : "fan_id";
  const { rows } = await sql<{ count: string }>`
    select count(*) from accounts.${sql.table(table)}
    where ${sql.ref(key)} in (select id from accounts.fans where email = ${email})
  `.execute(database);
  return Number(rows[0]?.count);
}

async function opensAccount(fan: Fan, title = "Account and data"): Promise<void> {
  await fan.page.goto("/me/account");
  await fan.reads(title);
}

/** Presses the button, and then the one of the dialog that it opens. */
async function confirms(fan: Fan, name: string, confirm = name): Promise<void> {
  await fan.button(name).click();
  await fan.page.getByRole("dialog").getByRole("button", { name: confirm, exact: true }).click();
}

test("a passkey is added on the account page, signs in to my page, and is removed again", async () => {
  const fan = await newFan(chromium, site);
  const authenticator = await addAuthenticator(fan.visitor);
  await signInByMail(fan.visitor, fan.address);
  await fan.page.waitForURL("**/me");
  await fan.link("Account and data").click();
  await fan.reads("Account and data");
  await fan.page.getByLabel("Name, such as “my phone”").fill("my phone");
  await fan.button("Add a passkey").click();
  await fan.button("Remove: my phone").waitFor();
  expect(await authenticator.countPasskeys()).toBe(1);
  expect(await countIn("passkeys", fan.address)).toBe(1);
  await fan.finds();

  await fan.button("Sign out").click();
  await fan.page.goto("/sign-in");
  await fan.button("Sign in with a passkey").click();
  await fan.page.waitForURL("**/me");
  await fan.reads("My page");
  await opensAccount(fan);
  await fan.button("Rename: my phone").click();
  const dialog = fan.page.getByRole("dialog");
  await dialog.getByLabel("Name, such as “my phone”").fill("old phone");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await confirms(fan, "Remove: old phone", "Remove");
  await fan.sees("You have no passkey yet");
  expect(await countIn("passkeys", fan.address)).toBe(0);
});

test("ending another session signs that browser out at once", async () => {
  const fan = await newFan(chromium, site);
  await signInByMail(fan.visitor, fan.address);
  const phone = await newFan(chromium, site, {
    width: PHONE_WIDTH,
    refusals: /\/api\/v1\/me(\/|$)/,
  });
  await signInByMail(phone.visitor, fan.address);
  await phone.page.waitForURL("**/me");
  await opensAccount(fan);
  expect(await countIn("sessions", fan.address)).toBe(2);
  await fan.sees("This browser");
  await fan.finds();
  await confirms(fan, "End all others");
  await fan.sees("1 session is ended.");
  expect(await countIn("sessions", fan.address)).toBe(1);
  await phone.page.goto("/me");
  await phone.sees("Sign in to go on");
  await fan.page.reload();
  await fan.reads("Account and data");
});

test("the language that is chosen here holds on the server's pages and in mails", async () => {
  const fan = await newFan(chromium, site);
  await signInByMail(fan.visitor, fan.address);
  await opensAccount(fan);
  await fan.page.getByLabel("Name", { exact: true }).fill("Ana Lark");
  await fan.page.getByLabel("Language of pages and mails").selectOption("zh-Hans");
  await fan.button("Save").first().click();
  await fan.reads("账号与数据");
  await fan.page.goto("/orders");
  await fan.reads("我的订单");
  const { rows } =
    await sql`select name, locale from accounts.fans where email = ${fan.address}`.execute(
      database,
    );
  expect(rows).toEqual([{ name: "Ana Lark", locale: "zh-Hans" }]);
  await fan.link("English").click();
  await fan.page.goto("/me");
  await fan.reads("My page");
});

test("a phone in Chinese keeps and forgets an address; every country can be chosen", async () => {
  const options = { width: PHONE_WIDTH, language: "zh-Hans", colours: "dark" } as const;
  const fan = await newFan(chromium, site, options);
  await signInByMail(fan.visitor, fan.address);
  await opensAccount(fan, "账号与数据");
  const part = fan.page.getByRole("region", { name: "收货地址" });
  const values = await part
    .locator("option")
    .evaluateAll((options) => options.map((option) => option.getAttribute("value") ?? ""));
  expect(new Set(values)).toEqual(new Set(["", ...countries]));
  await part.getByRole("button", { name: "保存" }).click();
  expect(await part.getByText("请填写此项。").count()).toBe(4);
  await part.getByLabel("收货人姓名").fill("云雀");
  await part.getByLabel("街道及门牌号").fill("田野路 1 号");
  await part.getByLabel("城市").fill("苏州");
  await part.getByLabel("国家/地区").selectOption("CN");
  await part.getByRole("button", { name: "保存" }).click();
  await fan.sees("已保存。");
  await fan.finds();
  const kept = await sql`select city, country from accounts.delivery_addresses`.execute(database);
  expect(kept.rows).toEqual([{ city: "苏州", country: "CN" }]);
  await confirms(fan, "删除地址");
  await fan.sees("地址已删除。");
  const left = await sql`select 1 from accounts.delivery_addresses`.execute(database);
  expect(left.rows).toEqual([]);
});

test("a wrong password is refused at its field, and a changed one ends other sessions", async () => {
  const fan = await newFan(chromium, site, { refusals: /change-password$/ });
  await signInByMail(fan.visitor, fan.address);
  await opensAccount(fan);
  await fan.button("Mail me a link to set one").click();
  await fan.sees("Look into your mailbox: the link leads to the form.");
  await fan.page.goto(await linkMailedTo(fan.visitor, fan.address, /reset-password/));
  await fan.page.locator("input[type=password]").fill("correct horse");
  await fan.page.locator("main form button").click();
  await fan.page.locator("input[type=password]").waitFor({ state: "hidden" });
  await signInByMail(fan.visitor, fan.address);
  await opensAccount(fan);
  await fan.page.getByLabel("Present password").fill("wrong horse");
  await fan.page.getByLabel("New password").fill("battery staple");
  await fan.button("Change the password").click();
  await fan.sees("The present password is wrong.");
  await fan.page.getByLabel("Present password").fill("correct horse");
  await fan.button("Change the password").click();
  await fan.sees("The password is changed.");
});

test("everything that is held can be downloaded, and the account deleted for ever", async () => {
  const fan = await newFan(chromium, site, { refusals: /\/api\/v1\/me$/ });
  await signInByMail(fan.visitor, fan.address);
  await opensAccount(fan);
  const [download] = await Promise.all([
    fan.page.waitForEvent("download"),
    fan.link("Download my data").click(),
  ]);
  expect(download.suggestedFilename()).toBe("millet-export.json");
  const exported = (await Bun.file(await download.path()).json()) as { account: object };
  expect(JSON.stringify(exported.account)).toContain(fan.address);

  await confirms(fan, "Delete my account", "Mail me the link");
  await fan.sees("Look into your mailbox and open the link.");
  expect(await countIn("fans", fan.address)).toBe(1);
  await fan.page.goto(await linkMailedTo(fan.visitor, fan.address, /\/account\/erase\?/));
  await fan.button("Erase it for ever").click();
  await fan.sees("Your account is gone.");
  expect(await countIn("fans", fan.address)).toBe(0);
  await fan.page.goto("/me");
  await fan.sees("Sign in to go on");
});
