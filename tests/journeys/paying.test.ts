import { expect, test } from "bun:test";
import { testChromium } from "../support/browser.ts";
import { untilTrue } from "../support/server-process.ts";
import { type Fan, newFan } from "./fan.ts";
import { claimsOf, draw, type JourneySale, moneyOf, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** A fan with JavaScript who holds the only unit of a sale and stands before the form to pay. */
async function beforePayment(): Promise<{ fan: Fan; sale: JourneySale }> {
  const sale = await publishSale(site, { stock: 1 });
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  await fan.looksAgainUntil(sale, fan.words.yourTurn);
  await fan.claim();
  await fan.goesToPay();
  await fan.fillsInAddress();
  return { fan, sale };
}

async function stateOf(sale: JourneySale): Promise<string | undefined> {
  return (await claimsOf(site, sale))[0]?.state;
}

test("a declined card keeps the units held, and the next one pays for them", async () => {
  const { fan, sale } = await beforePayment();
  await fan.pays("Card that is declined");
  await fan.sees("The payment was declined. Your units stay held");
  await fan.finds();
  expect(await moneyOf(site, sale)).toEqual([]);
  await fan.pays();
  await fan.sees(fan.words.thanks);
  await fan.finds();
  await untilTrue(async () => (await stateOf(sale)) === "paid", "the claim is paid");
  expect(await moneyOf(site, sale)).toHaveLength(1);
});

test("a payment that takes its time shows its result on the open page", async () => {
  const { fan, sale } = await beforePayment();
  await fan.pays("Bank that takes two seconds");
  await fan.sees("The payment is being processed.");
  await fan.finds();
  await fan.sees(fan.words.thanks);
  expect(await moneyOf(site, sale)).toHaveLength(1);
});

test("a fan confirms on the provider's page and comes back to a paid order", async () => {
  const { fan, sale } = await beforePayment();
  await fan.pays("Confirm on the provider's page");
  await fan.page.waitForURL(/test-provider|payments/);
  await fan.finds();
  await fan.button("Approve the payment").click();
  await fan.sees(fan.words.thanks);
  expect(await moneyOf(site, sale)).toHaveLength(1);
});

test("a fan cancels an order, and nothing is charged", async () => {
  const { fan, sale } = await beforePayment();
  await fan.link("Cancel this order").click();
  await fan.reads("Cancel this order?");
  await fan.finds();
  await fan.button("Yes, cancel it").click();
  await fan.sees("Cancelled");
  await fan.finds();
  await untilTrue(async () => (await stateOf(sale)) === "released", "the claim is let go");
  expect(await moneyOf(site, sale)).toEqual([]);
  await fan.looksAgain(sale);
  await fan.reads("You let your units go");
  await fan.finds();
});
