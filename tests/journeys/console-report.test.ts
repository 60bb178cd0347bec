import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner } from "./operator.ts";
import { sellOut } from "./sold-sale.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const saleId = await sellOut(site);

async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  return readFileSync(await download.path());
}

/** Width and height of a PNG, from its first chunk (ISO/IEC 15948). */
function sizeOf(png: Buffer): readonly [number, number] {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test("the report of a finished sale has figures, charts to keep, and their data", async () => {
  const owner = await newOwner(chromium, site);
  const { page } = owner;
  await owner.opens(`/console/sales/${saleId}/report`, "Report");
  await owner.sees("5 of 6 units were sold in the end; at most 6 were held at one time.");
  const figure = (name: string) =>
    page.locator("dl > div", { hasText: name }).locator("dd").first().innerText();
  expect(await figure("Units sold")).toBe("5");
  expect(await figure("Registrations")).toBe("12");
  expect(await figure("Taken in USD")).toBe("$1,610.00");
  await owner.sees("Of 8 claims, 5 ended in a sale.");
  await owner.finds();

  const [width, height] = sizeOf(await saved(page, "Picture (PNG) of “Units sold and held”"));
  expect(width).toBeGreaterThan(700);
  expect(height).toBeGreaterThan(500);
  const csv = (await saved(page, "Data (CSV) of “What became of the claims”")).toString();
  expect(csv).toBe("\ufeffOutcome,Claims\r\nPaid,5\r\nLet go,2\r\nWaited in vain,1\r\n");
  await owner.button("Show as a table").nth(2).click();
  const table = page.getByRole("region", { name: "What became of the claims, as a table" });
  expect(await table.locator("tbody tr").allInnerTexts()).toContain("Waited in vain\t1");
  await owner.finds();

  await owner.link("Orders (CSV)").waitFor();
  await owner.link("The public version").first().click();
  await page.waitForURL(`**/sales/${saleId}/report`);
});

test("on a phone, in Chinese and in the dark, the charts fit, and their pictures are dark", async () => {
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
  });
  await owner.opens(`/console/sales/${saleId}/report`, "报告");
  await owner.sees("发售 6 件，最终售出 5 件；同时保留最多 6 件。");
  await owner.finds();
  const png = await saved(owner.page, "图片 (PNG)：认购的结果");
  const corner = await owner.page.evaluate(
    `(async () => {
      const picture = new Image();
      picture.src = "data:image/png;base64,${png.toString("base64")}";
      await picture.decode();
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      context.drawImage(picture, 0, 0);
      return [...context.getImageData(2, 2, 1, 1).data];
    })()`,
  );
  // The ground of cards in the dark: #1e1c1a.
  expect(corner).toEqual([30, 28, 26, 255]);
});

test("before a sale has ended, the report says when it comes", async () => {
  const { id } = await publishSale(site);
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${id}/report`, "Report");
  await owner.sees("The report comes when the sale has ended");
  await owner.link("To the control room").waitFor();
  await owner.finds();
});
