import { expect, test } from "bun:test";
import { sql } from "kysely";
import { drawnPicture } from "../support/pictures.ts";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** What the API says is set. */
const settings = () => site.operate("GET", "/settings");

/** The settings as a program would send them again, with changes. */
async function setByProgram(changes: Readonly<Record<string, unknown>>): Promise<void> {
  const { logo: _logo, terms: _terms, ...rest } = await settings();
  await site.operate("PUT", "/settings", { ...rest, ...changes });
}

async function actions(): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where action like 'settings.%'
    order by sequence`.execute(site.millet.platform.database.kysely);
  return rows.map(({ action }) => action);
}

async function choosesLogo(owner: Operator, name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, mimeType: "image/png", buffer: Buffer.from(bytes) };
  await owner.page.locator("input[type=file]").setInputFiles(file);
}

test("an owner gives the site a name and a colour, and a fan sees both on the next page", async () => {
  const owner = await newOwner(chromium, site);
  await owner.opens("/console/settings", "Settings");
  await owner.field("Name").fill("");
  await owner.sees("Enter a name.");
  await owner.field("Name").fill("Siskin <b>&</b> Co");
  await owner.field("Accent on light pages").fill("#f3b567");
  await owner.sees(/^Contrast 1\.\d\d:1\. Text needs at least 4\.5:1\.$/);
  await owner.field("Accent on light pages").fill("#0b5394");
  await owner.sees(/^Contrast 6\.\d\d:1\. Text reads well\.$/);
  await owner.finds();
  await owner.button("Save").click();
  await owner.sees("Saved. Fans see it from now on.");
  await owner.sees("Siskin <b>&</b> Co");
  expect(await accentOf(owner)).toContain("#0b5394");
  expect(await settings()).toMatchObject({
    name: "Siskin <b>&</b> Co",
    accents: { light: "#0b5394", dark: "#f3b567" },
  });
  expect(await actions()).toEqual(["settings.changed"]);
  const fan = await chromium.visit(site.url);
  await fan.page.goto("/");
  await fan.page.getByRole("link", { name: "Siskin <b>&</b> Co", exact: true }).waitFor();
  expect(await accentOf(fan)).toContain("#0b5394");
  await owner.page.reload();
  await owner.reads("Settings");
  expect(await accentOf(owner)).toContain("#0b5394");
});

function accentOf({ page }: Pick<Operator, "page">): Promise<unknown> {
  return page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')");
}

test("a logo is looked at, used, and removed again; what only calls itself a picture is refused", async () => {
  const owner = await newOwner(chromium, site, { refusals: /\/api\/v1\/settings\/logo$/ });
  await setByProgram({ name: "Siskin" });
  await owner.opens("/console/settings", "Settings");
  const svg = new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>");
  await choosesLogo(owner, "logo.png", svg);
  await owner.button("Use this logo").click();
  await owner.sees("This is no PNG, JPEG or WebP, whatever its name says.");
  expect((await settings())["logo"]).toBeNull();
  await choosesLogo(owner, "logo.png", drawnPicture("png"));
  await owner.sees("logo.png, as pages would show it");
  await owner.button("Use this logo").click();
  await owner.sees("The logo is on all pages now.");
  expect((await settings())["logo"]).toMatchObject({ format: "png", width: 48, height: 24 });
  await owner.page.getByRole("switch", { name: "Show the name beside the logo" }).press("Space");
  await owner.button("Save").click();
  await owner.sees("Saved. Fans see it from now on.");
  const fan = await chromium.visit(site.url);
  await fan.page.goto("/");
  const logo = fan.page.getByRole("link", { name: "Siskin" }).getByRole("img", { name: "Siskin" });
  await logo.waitFor();
  const sizes = "(({ naturalWidth, width, height }) => [naturalWidth, width, height])";
  const image = "document.querySelector('.brand img')";
  expect(await fan.page.evaluate(`${sizes}(${image})`)).toEqual([48, 72, 36]);
  await owner.button("Remove the logo").click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Remove the logo" }).click();
  await owner.sees("The logo is removed.");
  expect((await settings())["logo"]).toBeNull();
});

test("somebody else was faster: what was typed stays, and theirs is taken over", async () => {
  const owner = await newOwner(chromium, site, { refusals: /\/api\/v1\/settings$/ });
  await owner.opens("/console/settings", "Settings");
  await owner.field("Name").fill("Mine");
  await setByProgram({ name: "Theirs", currencies: ["JPY"] });
  await owner.button("Save").click();
  await owner.sees(/^Somebody else changed the settings/);
  expect((await settings())["name"]).toBe("Theirs");
  await owner.button("Load theirs, keep mine").click();
  await owner.sees("JPY · Japanese Yen");
  expect(await owner.field("Name").inputValue()).toBe("Mine");
  await owner.button("Save").click();
  await owner.sees("Saved. Fans see it from now on.");
  expect(await settings()).toMatchObject({ name: "Mine", currencies: ["JPY"] });
});

test("whoever leaves with unsaved changes is asked first", async () => {
  const owner = await newOwner(chromium, site);
  await owner.opens("/console/settings", "Settings");
  await owner.field("Name").fill("Almost lost");
  await owner.link("Sales").click();
  await owner.sees("Leave without saving?");
  await owner.button("Stay here").click();
  expect(await owner.field("Name").inputValue()).toBe("Almost lost");
  await owner.link("Sales").click();
  await owner.button("Leave without saving").click();
  await owner.page.waitForURL("**/console/sales");
  expect((await settings())["name"]).not.toBe("Almost lost");
});

test("on a dark phone in Chinese, by keyboard alone: only Chinese is offered from then on", async () => {
  const phone = { width: PHONE_WIDTH, language: "zh-Hans", colours: "dark" } as const;
  const owner = await newOwner(chromium, site, phone);
  await owner.opens("/console/settings", "设置");
  await owner.finds();
  await owner.page.getByRole("radio", { name: "简体中文" }).focus();
  await owner.page.keyboard.press("Space");
  await owner.page.getByRole("checkbox", { name: "English" }).focus();
  await owner.page.keyboard.press("Space");
  // The filled button, too, is readable on a light accent.
  await owner.finds();
  await owner.button("保存").focus();
  await owner.page.keyboard.press("Enter");
  await owner.sees("已保存，粉丝即刻可见。");
  expect(await settings()).toMatchObject({ languages: ["zh-Hans"], defaultLanguage: "zh-Hans" });
  expect(await owner.page.getByRole("link", { name: "English" }).count()).toBe(0);
  await owner.finds();
  const fan = await chromium.visit(site.url);
  await fan.page.goto("/?lang=en");
  expect(await fan.page.locator("html").getAttribute("lang")).toBe("zh-Hans");
  expect(await fan.page.getByRole("link", { name: "English" }).count()).toBe(0);
  await setByProgram({ languages: ["en", "zh-Hans"], defaultLanguage: "en" });
});
