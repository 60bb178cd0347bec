import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { mailsTo } from "../support/browser-sign-in.ts";
import { untilTrue } from "../support/server-process.ts";
import { type Fan, newFan } from "./fan.ts";
import { claimsOf, draw, moneyOf, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** The fans by their places. */
async function inOrder(fans: readonly Fan[]): Promise<readonly [Fan, Fan]> {
  const [one, other] = fans;
  if (one === undefined || other === undefined) throw new Error("two fans are needed");
  const heading = await one.page.getByRole("heading", { level: 1 }).textContent();
  return heading === one.words.yourPlace(1) ? [one, other] : [other, one];
}

test.each([
  ["en", "light", "USD", 32_200],
  ["zh-Hans", "dark", "CNY", 199_900],
] as const)(
  "two fans register, one pays, the other is refused, without JavaScript on a phone (%s, %s)",
  async (language, colours, currency, amountMinor) => {
    const sale = await publishSale(site, { stock: 1 });
    const how = { script: false, width: PHONE_WIDTH, language, colours };
    const fans = [await newFan(chromium, site, how), await newFan(chromium, site, how)];
    for (const fan of fans) {
      await fan.register(sale);
      await fan.finds();
    }
    await draw(site, sale);
    for (const fan of fans) await fan.looksAgainUntil(sale, fan.words.placeTitle);
    const [first, second] = await inOrder(fans);
    await first.finds();

    await open(site, sale);
    await first.looksAgainUntil(sale, first.words.yourTurn);
    await first.finds();
    await first.claim();
    await first.reads(first.words.held);
    await first.finds();
    await second.looksAgainUntil(sale, second.words.yourTurn);
    await second.claim();
    await second.reads(second.words.waiting);
    await second.finds();

    await first.goesToPay();
    await first.finds();
    await first.button(first.words.payNow).click();
    await first.sees(first.words.missing);
    await first.finds();
    await first.fillsInAddress();
    await first.pays();
    await first.sees(first.words.thanks);
    await first.finds();
    await first.looksAgainUntil(sale, first.words.paid);
    await first.finds();
    await first.page.goto("/orders");
    await first.sees(first.words.paidState);
    await first.finds();

    await second.looksAgainUntil(sale, second.words.gone);
    await second.finds();
    await untilTrue(async () => (await moneyOf(site, sale)).length === 1, "the money is taken");
    expect(await moneyOf(site, sale)).toEqual([{ state: "captured", currency, amountMinor }]);
    await site.operate("PUT", `/sales/${sale.id}/ending`, { reason: "all is sold" });
    await second.looksAgainUntil(sale, second.words.over);
    await second.finds();
    const states = (await claimsOf(site, sale)).map(({ state }) => state);
    expect(states).toContain("paid");
    expect(states.filter((state) => state === "paid" || state === "held")).toHaveLength(1);
    await untilTrue(
      async () => (await mailsTo(first.visitor, first.address)).length > 1,
      "mails tell of it",
    );
  },
);
