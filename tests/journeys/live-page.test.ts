import { expect, test } from "bun:test";
import { testChromium } from "../support/browser.ts";
import { newFan } from "./fan.ts";
import { draw, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

test("with JavaScript the page moves by itself: registered, place, turn", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await fan.finds();
  let loads = 0;
  fan.page.on("load", () => (loads += 1));
  await draw(site, sale);
  await fan.reads(fan.words.yourPlace(1));
  await fan.finds();
  await open(site, sale);
  await fan.reads(fan.words.yourTurn);
  await fan.finds();
  expect(loads).toBe(0);
  const told = fan.page.getByRole("alert").filter({ hasText: "It is your turn. Claim now." });
  await told.waitFor({ state: "attached" });
});

test("the public page shows each unit that goes without being loaded again", async () => {
  const sale = await publishSale(site, { stock: 2 });
  const [fan, looker] = [await newFan(chromium, site), await newFan(chromium, site)];
  await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  await looker.page.goto(`/sales/${sale.id}`);
  let loads = 0;
  looker.page.on("load", () => (loads += 1));
  const left = looker.page.locator("dl div", { hasText: "Units left" }).locator("dd");
  expect(await left.textContent()).toBe("2");
  await fan.looksAgain(sale);
  await fan.claim();
  await fan.reads(fan.words.held);
  await left.filter({ hasText: /^1$/ }).waitFor();
  expect(loads).toBe(0);
});

test("a fan claims with the keyboard alone", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  await fan.looksAgain(sale);
  await fan.reads(fan.words.yourTurn);
  // The turn may have come while the page was open, which moves the focus to it.
  await fan.looksAgain(sale);
  await fan.page.keyboard.press("Tab");
  const skip = fan.link("Skip to the content");
  expect(await skip.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(
    true,
  );
  await fan.page.keyboard.press("Enter");
  await fan.tabsTo(fan.button(fan.words.claim));
  await fan.page.keyboard.press("Enter");
  await fan.reads(fan.words.held);
});
