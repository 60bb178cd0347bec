import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { linkMailedTo } from "../support/browser-sign-in.ts";
import { newFan } from "./fan.ts";
import { publishSale, registrationsOf } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** The least work that a sale may ask for. */
const WORK = { proofOfWork: { difficulty: 1_000 } };

test("where a sale asks for work, the browser does it unseen", async () => {
  const sale = await publishSale(site, WORK);
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await fan.finds();
  expect(await registrationsOf(site, sale)).toBe(1);
});

test("where a sale asks for work, a mailed link does in its place without JavaScript", async () => {
  const sale = await publishSale(site, WORK);
  const fan = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await fan.signInFrom(sale);
  await fan.finds();
  await fan.button(fan.words.register).click();
  await fan.reads(fan.words.mailed);
  await fan.finds();
  expect(await registrationsOf(site, sale)).toBe(0);
  await fan.page.goto(await linkMailedTo(fan.visitor, fan.address, /registration/));
  await fan.reads("Complete your registration");
  await fan.finds();
  await fan.button(fan.words.register).click();
  await fan.reads(fan.words.registered);
  expect(await registrationsOf(site, sale)).toBe(1);
});

test("a fan who may not take part reads the conditions and is not registered", async () => {
  const sale = await publishSale(site, { eligibility: { anyOf: [{ accountAgeDays: 30 }] } });
  const fan = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await fan.signInFrom(sale);
  await fan.sees("Your account is at least 30 days old.");
  await fan.button(fan.words.register).click();
  await fan.sees("Your account does not meet the conditions of this sale");
  await fan.finds();
  expect(await registrationsOf(site, sale)).toBe(0);
});

test("a fan leaves a sale, after being asked once more", async () => {
  const sale = await publishSale(site);
  const fan = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await fan.register(sale);
  await fan.link("Leave this sale").click();
  await fan.reads("Leave this sale?");
  await fan.finds();
  await fan.button("Yes, leave").click();
  await fan.sees("You have left this sale.");
  await fan.finds();
});
