import { expect, test } from "bun:test";
import { DESKTOP_WIDTH, PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { newFan } from "./fan.ts";
import { publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** Pages for who is signed in and registered, besides those that other journeys walk through. */
const pages: readonly (readonly [path: string, status: number])[] = [
  ["/", 200],
  ["/account", 200],
  ["/orders", 200],
  ["/terms", 200],
  ["/imprint", 200],
  ["/sales/SALE", 200],
  ["/sales/SALE/details", 200],
  ["/sales/SALE/code", 200],
  ["/sales/SALE/leave", 200],
  ["/sales/SALE/report", 200],
  ["/sales/nothing", 404],
  ["/orders/nothing", 404],
];

test.each([
  ["en", "light", PHONE_WIDTH],
  ["en", "dark", DESKTOP_WIDTH],
  ["zh-Hans", "light", DESKTOP_WIDTH],
  ["zh-Hans", "dark", PHONE_WIDTH],
] as const)(
  "every page is good to read, in %s and %s colours, %i px wide",
  async (language, colours, width) => {
    const sale = await publishSale(site);
    const fan = await newFan(chromium, site, { script: false, language, colours, width });
    await fan.register(sale);
    for (const [path, status] of pages) {
      const answer = await fan.page.goto(path.replace("SALE", sale.id));
      expect(`${path} ${answer?.status()}`).toBe(`${path} ${status}`);
      await fan.finds();
    }
  },
);

test("who chose a language keeps it on the next pages, whatever the browser asks for", async () => {
  const sale = await publishSale(site);
  const fan = await newFan(chromium, site, { script: false });
  await fan.page.goto(`/sales/${sale.id}`);
  await fan.link("简体中文").click();
  await fan.reads("首轮");
  await fan.page.goto("/sign-in");
  expect(await fan.page.locator("html").getAttribute("lang")).toBe("zh-Hans");
  await fan.link("English").click();
  await fan.page.getByLabel(fan.words.email).waitFor();
});

test("details that were filled in beforehand stand in the form for the payment", async () => {
  const sale = await publishSale(site);
  const fan = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await fan.register(sale);
  await fan.link("Delivery details").click();
  await fan.button("Save").click();
  await fan.sees(fan.words.missing);
  await fan.finds();
  await fan.fillsInAddress();
  await fan.button("Save").click();
  await fan.sees("Saved.");
  await fan.finds();
  await site.operate("PUT", `/sales/${sale.id}/draw`);
  await site.operate("PUT", `/sales/${sale.id}/opening`);
  await fan.looksAgainUntil(sale, fan.words.yourTurn);
  await fan.claim();
  await fan.goesToPay();
  expect(await fan.page.getByLabel(fan.words.address.street).inputValue()).toBe("1 Field Lane");
  await fan.pays();
  await fan.sees(fan.words.thanks);
});
