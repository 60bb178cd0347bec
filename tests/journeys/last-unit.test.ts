import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { untilTrue } from "../support/server-process.ts";
import { type Fan, newFan } from "./fan.ts";
import { claimsOf, draw, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** The shortest hold that a sale may have. */
const HOLD_SECONDS = 5;

test("two fans race for the last unit: one gets it, and the other is told what is so", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const fans = [await newFan(chromium, site), await newFan(chromium, site, { script: false })];
  for (const fan of fans) await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  for (const fan of fans) {
    await fan.looksAgain(sale);
    await fan.reads(fan.words.yourTurn);
  }
  await Promise.all(fans.map((fan) => fan.button(fan.words.claim).click()));

  const [held, waiting] = await splitBy(fans, async (fan) => {
    const heading = await fan.page.getByRole("heading", { level: 1 }).textContent();
    return heading === fan.words.held;
  });
  await held.reads(held.words.held);
  await held.finds();
  await waiting.reads(waiting.words.waiting);
  await waiting.sees("All units are held or sold at the moment.");
  await waiting.finds();
  await untilTrue(async () => (await claimsOf(site, sale)).length === 2, "both are projected");
  const states = (await claimsOf(site, sale)).map(({ state }) => state);
  expect(states.toSorted()).toEqual(["held", "waiting"]);
});

test("a hold expires, and the fan who waited reads on the open page that the unit is theirs", async () => {
  const sale = await publishSale(site, { stock: 1, holdSeconds: HOLD_SECONDS });
  const first = await newFan(chromium, site, { width: PHONE_WIDTH });
  const second = await newFan(chromium, site, { width: PHONE_WIDTH });
  for (const fan of [first, second]) await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  for (const fan of [first, second]) {
    await fan.looksAgain(sale);
    await fan.claim();
  }
  await first.reads(first.words.held);
  await second.reads(second.words.waiting);
  // Neither fan does anything from here on.
  await second.reads(second.words.held);
  await untilTrue(async () => {
    const states = (await claimsOf(site, sale)).map(({ state }) => state);
    return states.toSorted().join() === "expired,held";
  }, "the tables say so too");
  await first.reads(first.words.expired);
  await first.finds();
});

/** The fan for whom it holds, then the other. */
async function splitBy(
  [one, other]: readonly Fan[],
  holds: (fan: Fan) => Promise<boolean>,
): Promise<readonly [Fan, Fan]> {
  if (one === undefined || other === undefined) throw new Error("two fans are needed");
  return (await holds(one)) ? [one, other] : [other, one];
}
