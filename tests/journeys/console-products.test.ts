import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { sql } from "kysely";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { pngAround, pngOf } from "../support/pictures.ts";
import { expectGoodPage } from "./good-page.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** Many steps on a machine that may be busy. */
const LONG_MS = 120_000;

/** A picture as a camera takes it: larger than any other body that the server takes. */
function photo(): Buffer {
  const rows = randomBytes(501 * 400);
  for (let row = 0; row < 400; row += 1) rows[row * 501] = 0;
  return pngAround(500, 400, deflateSync(rows));
}

const png = (name: string, buffer: Buffer) => ({ name, mimeType: "image/png", buffer });

async function choosesFiles(
  { page }: Operator,
  label: string,
  files: Parameters<typeof page.setInputFiles>[1],
): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: label, exact: true }).click();
  await (await chooser).setFiles(files);
}

/** Sets in which currencies the forms let one choose. */
async function offersCurrencies(currencies: readonly string[]): Promise<void> {
  const { logo: _logo, terms: _terms, ...settings } = await site.operate("GET", "/settings");
  await site.operate("PUT", "/settings", { ...settings, currencies });
}

/** Goes to the field or button with the keyboard alone, from where the keyboard is. */
async function tabsTo({ page }: Operator, label: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate("document.activeElement?.getAttribute('aria-label')");
    if (name === label) return;
  }
  throw new Error(`the keyboard does not reach “${label}”`);
}

interface RecordedVariant {
  readonly sku: string;
  readonly currency: string;
  readonly amountMinor: number;
}

async function variantsOf(productId: string): Promise<readonly RecordedVariant[]> {
  const { rows } = await sql<RecordedVariant>`
    select sku, currency, amount_minor::int as "amountMinor"
    from catalogue.variants join catalogue.prices on variant_id = variants.id
    where product_id = ${productId} order by sku, currency
  `.execute(site.millet.platform.database.kysely);
  return rows;
}

async function picturesOf(productId: string): Promise<readonly { texts: object; width: number }[]> {
  const { rows } = await sql<{ texts: object; width: number }>`
    select texts, width from catalogue.pictures where product_id = ${productId} order by position
  `.execute(site.millet.platform.database.kysely);
  return rows;
}

test(
  "an operator makes a product with pictures and prices, and fans find it in the shop",
  async () => {
    await offersCurrencies(["USD", "JPY"]);
    const owner = await newOwner(chromium, site);
    const { page } = owner;
    await owner.opens("/console/products", "Products");
    await owner.sees("No product yet");
    await owner.finds();
    await owner.link("New product").first().click();
    await owner.reads("New product");
    await owner.button("Create, and go on to pictures and prices").click();
    await owner.sees("Give it a name in at least one language.");
    await owner.field("Name (English)").fill("Siskin One");
    await owner.field("Name (Chinese)").fill("黄雀一号");
    await owner.field("Description (English)").fill("# Light\n\nOnly **112 g**.");
    await owner.field("Description (Chinese)").fill("只有 **112 克**。");
    await page.getByText("Preview", { exact: true }).first().click();
    await page.getByRole("heading", { level: 2, name: "Light" }).waitFor();
    await owner.finds();
    await owner.button("Create, and go on to pictures and prices").click();
    await owner.reads("Siskin One");
    const productId = page.url().split("/").at(-1) ?? "";

    await choosesFiles(owner, "Add pictures", png("front.png", photo()));
    await owner.sees("The picture was added.");
    expect(await picturesOf(productId)).toEqual([{ texts: {}, width: 500 }]);

    await owner.button("Add a variant").click();
    await owner.field("SKU").fill("siskin-one-16");
    await page.getByRole("dialog").getByLabel("Name (English)").fill("16 GB");
    await page.getByRole("combobox", { name: "Currency" }).click();
    expect(await page.getByRole("option").allInnerTexts()).toEqual([
      "USD · US Dollar",
      "JPY · Japanese Yen",
    ]);
    await choosesCurrency(owner, "Currency", "USD", 0);
    await owner.field("Price").fill("322.5");
    await owner.button("Add a price in another currency").click();
    await choosesCurrency(owner, "Currency", "JPY", 1);
    await owner.field("Price").nth(1).fill("39,800");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await owner.sees("The variant was saved.");
    await owner.sees("¥39,800");
    expect(await variantsOf(productId)).toEqual([
      { sku: "SISKIN-ONE-16", currency: "JPY", amountMinor: 39_800 },
      { sku: "SISKIN-ONE-16", currency: "USD", amountMinor: 32_250 },
    ]);
    await owner.finds();
    await owner.opens("/console/products", "Products");
    await owner.sees("1 variant");
    await owner.finds();

    for (const language of ["en", "zh-Hans"] as const) {
      const colours = language === "en" ? "light" : "dark";
      const look = { script: false, language, colours, width: PHONE_WIDTH } as const;
      const fan = await chromium.visit(site.url, look);
      await fan.page.goto("/");
      await expectGoodPage(fan, language);
      const name = language === "en" ? "Siskin One" : "黄雀一号";
      await fan.page.getByRole("link", { name }).first().click();
      await fan.page.getByRole("heading", { level: 1, name }).waitFor();
      await fan.page.getByRole("img").first().waitFor();
      const loaded = await fan.page.locator("main img").first().getAttribute("src");
      expect((await fan.page.request.get(loaded ?? "")).status()).toBe(200);
      await fan.page.getByText("39,800").waitFor();
      await fan.page.getByText(language === "en" ? "112 g" : "112 克").waitFor();
      await expectGoodPage(fan, language);
    }
  },
  LONG_MS,
);

test("pictures are put in order and told in words with the keyboard alone", async () => {
  const product = await site.operate("POST", "/products", { names: { en: "Siskin Wing" } });
  const owner = await newOwner(chromium, site);
  const { page } = owner;
  await owner.opens(`/console/products/${product.id}`, "Siskin Wing");
  const files = [png("front.png", pngOf(80, 60)), png("back.png", pngOf(40, 30))];
  await choosesFiles(owner, "Add pictures", files);
  await owner.sees("2 pictures were added.");
  await owner.field("What it shows (English)").nth(1).focus();
  await page.keyboard.type("From the back");
  await page.keyboard.press("Enter");
  await owner.sees("Saved");
  await page.getByRole("heading", { level: 2, name: "Pictures" }).click();
  await tabsTo(owner, "Move picture 2 forward");
  await page.keyboard.press("Enter");
  await page.getByText("Now in place 1.").waitFor({ state: "attached" });
  await tabsTo(owner, "Remove picture 2?");
  await page.keyboard.press("Enter");
  await owner.finds();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await owner.sees("The picture was removed.");
  expect(await picturesOf(product.id)).toEqual([{ texts: { en: "From the back" }, width: 40 }]);
});

test(
  "what cannot be taken is refused in words, on a phone, in Chinese, and nothing typed is lost",
  async () => {
    await offersCurrencies(["KWD"]);
    const product = await site.operate("POST", "/products", {
      names: { en: "Siskin Nest", "zh-Hans": "黄雀巢" },
      variants: [
        {
          sku: "NEST-1",
          names: { "zh-Hans": "标准版" },
          prices: [{ currency: "KWD", amountMinor: 12_345 }],
        },
      ],
    });
    const owner = await newOwner(chromium, site, {
      width: PHONE_WIDTH,
      language: "zh-Hans",
      colours: "dark",
      refusals: /\/(?:pictures|variants)$|\/products\/[\w-]+$/,
    });
    const { page } = owner;
    await owner.opens(`/console/products/${product.id}`, "黄雀巢");
    const hidden = Buffer.from("<!doctype html><script>alert(1)</script>");
    const vector = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") };
    await choosesFiles(owner, "添加图片", [png("hidden.png", hidden), vector]);
    await owner.sees("未能添加 hidden.png");
    await owner.sees("此文件不是 PNG、JPEG 或 WebP 图片。");
    await choosesFiles(owner, "添加图片", png("large.png", Buffer.alloc(3_000_000)));
    await owner.sees("文件过大：最大 2 MiB。");
    expect(await picturesOf(product.id)).toEqual([]);
    await owner.finds();

    await owner.button("添加型号").click();
    await owner.field("SKU").fill("nest-1");
    await page.getByRole("dialog").getByLabel("名称（中文）").fill("豪华版");
    await choosesCurrency(owner, "币种", "KWD", 0);
    await owner.field("价格").fill("12.3456");
    await owner.sees("KWD 有 3 位小数。");
    await owner.field("价格").fill("12.345");
    await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
    await owner.sees("此 SKU 已属于其他型号。");
    expect(await owner.field("SKU").inputValue()).toBe("NEST-1");
    await owner.finds();
    await owner.field("SKU").fill("nest-2");
    await page.getByRole("dialog").getByRole("button", { name: "保存" }).click();
    await owner.sees("型号已保存。");
    expect((await variantsOf(product.id)).map(({ amountMinor }) => amountMinor)).toEqual([
      12_345, 12_345,
    ]);

    // Somebody else renames it meanwhile.
    await owner.field("名称（中文）").fill("黄雀小巢");
    const names = { "zh-Hans": "黄雀大巢" };
    await site.operate("PATCH", `/products/${product.id}`, { version: 1, names });
    await owner.button("保存").first().click();
    await owner.sees("期间有其他人更改了内容");
    expect(await owner.field("名称（中文）").inputValue()).toBe("黄雀小巢");
    await owner.button("打开菜单").click();
    await owner.link("发售").click();
    await owner.sees("不保存就离开吗？");
    await owner.button("留在本页").click();
    await owner.button("载入最新版本").click();
    await owner.reads("黄雀大巢");
    await owner.finds();
  },
  LONG_MS,
);

async function choosesCurrency(
  { page }: Operator,
  label: string,
  code: string,
  index: number,
): Promise<void> {
  const field = page.getByRole("combobox", { name: label }).nth(index);
  await field.click();
  await field.fill(code);
  await page.getByRole("option", { name: new RegExp(`^${code}`) }).click();
}

test("an archived product leaves the shop, stands still, and comes back", async () => {
  const product = await site.operate("POST", "/products", { names: { en: "Siskin Old" } });
  const owner = await newOwner(chromium, site);
  const { page } = owner;
  await owner.opens(`/console/products/${product.id}`, "Siskin Old");
  await owner.button("Archive").click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive" }).click();
  await owner.sees("This product is archived: it stands still until it is restored.");
  expect(await owner.field("Name (English)").isDisabled()).toBe(true);
  await owner.finds();
  const fan = await chromium.visit(site.url, { script: false });
  await fan.page.goto(`/products/${product.id}`);
  await fan.page.getByText("no longer offered").waitFor();
  await owner.opens("/console/products", "Products");
  await page.getByText("Archived", { exact: true }).first().click();
  await owner.link("Siskin Old").click();
  await owner.button("Restore").click();
  await owner.sees("The product is offered again.");
  await owner.field("Name (English)").fill("Siskin New");
  await owner.button("Save").first().click();
  await owner.reads("Siskin New");
});
