import { expect, test } from "bun:test";
import { sql } from "kysely";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const { kysely } = site.millet.platform.database;

async function signedUp(name: string): Promise<string> {
  const email = `${name.toLowerCase()}@millet.test`;
  await sql`insert into accounts.fans (id, name, email, email_verified)
    values (gen_random_uuid(), ${name}, ${email}, true)`.execute(kysely);
  return email;
}

async function roleOf(email: string): Promise<string | undefined> {
  const { rows } = await sql<{ role: string }>`
    select o.role from accounts.operators o join accounts.fans f on f.id = o.fan_id
    where f.email = ${email}`.execute(kysely);
  return rows[0]?.role;
}

test("the owner appoints somebody, changes the role, and takes it again", async () => {
  const email = await signedUp("Mina");
  const owner = await newOwner(chromium, site, { refusals: /\/api\/v1\/operators/ });
  await owner.opens("/console/staff", "Staff and access");
  await owner.finds();

  await owner.button("Appoint somebody").click();
  const dialog = owner.page.getByRole("dialog");
  await dialog.getByLabel("E-mail address of the account").fill("nobody@millet.test");
  await dialog.getByRole("button", { name: "Appoint", exact: true }).click();
  await owner.sees("No account has this address. Ask the person to sign in once first.");
  await dialog.getByLabel("E-mail address of the account").fill(email);
  await dialog.getByRole("button", { name: "Appoint", exact: true }).click();
  await owner.sees("Mina has the role Support now.");
  expect(await roleOf(email)).toBe("support");

  await owner.button("Change the role of Mina").click();
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await owner.page.getByRole("option", { name: "Moderator" }).click();
  await dialog.getByRole("button", { name: "Change the role" }).click();
  await owner.sees("Mina has the role Moderator now.");
  expect(await roleOf(email)).toBe("moderator");

  await owner.button("Remove Mina").click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await owner.sees("Mina has no role any more.");
  expect(await roleOf(email)).toBeUndefined();

  await owner.button(/^Remove Owner/).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await owner.sees("The last owner must stay. Appoint another owner first.");
});

test("a key's token is shown once, works, and is refused once it is revoked", async () => {
  const owner = await newOwner(chromium, site);
  await owner.opens("/console/staff/api-keys", "API keys");
  await owner.button("Make an API key").click();
  const dialog = owner.page.getByRole("dialog");
  await dialog.getByLabel("Name of the program").fill("warehouse");
  await dialog.getByRole("combobox", { name: "Valid for" }).click();
  await owner.page.getByRole("option", { name: "30 days" }).click();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const token = await dialog.getByRole("textbox", { name: "Token" }).inputValue();
  const ask = () =>
    fetch(`${site.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await ask()).json()).toMatchObject({
    operator: { kind: "api_key", name: "warehouse", role: "support" },
  });
  await owner.finds();
  await owner.button("I have kept it").click();
  await owner.sees("warehouse");
  expect(await owner.page.content()).not.toContain(token.slice(-20));

  await owner.button("Revoke warehouse").click();
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await owner.sees("The key “warehouse” is revoked.");
  expect((await ask()).status).toBe(401);
});

test("the audit log tells in the reader's words who did what, and is narrowed down", async () => {
  await site.operate("POST", "/api-keys", { name: "archive", role: "support" });
  await publishSale(site);
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
  });
  await owner.opens("/console/staff/audit-log", "审计日志");
  await owner.sees("创建了 API 密钥");
  await owner.link("查看发售").first().waitFor();
  await owner.finds();

  await owner.page.getByRole("combobox", { name: "操作", exact: true }).click();
  await owner.page.getByRole("option", { name: "创建了 API 密钥" }).click();
  await owner.page.waitForURL(/action=api_key\.created/);
  await owner.field("对象").fill("sale:");
  await owner.sees("没有符合的记录");
  await owner.button("显示全部").click();
  await owner.sees("创建了 API 密钥");
  await owner.page.getByText("详情").first().click();
  await owner.page
    .locator("code", { hasText: /^[a-z_]+\.[a-z_]+$/ })
    .first()
    .waitFor();
  for (const [path, heading] of [
    ["/console/staff", "员工与权限"],
    ["/console/staff/api-keys", "API 密钥"],
  ] as const) {
    await owner.opens(path, heading);
    await owner.finds();
  }
});
