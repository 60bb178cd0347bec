import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { newFan } from "./fan.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

test("the printed link brings the owner to the console", async () => {
  const owner = await newOwner(chromium, site);
  await owner.reads("What needs me now");
  await owner.finds();
});

test("on a phone, in Chinese, the console's places are behind one button", async () => {
  const owner = await newOwner(chromium, site, { width: PHONE_WIDTH, language: "zh-Hans" });
  await owner.button("打开菜单").click();
  await owner.link("发售").click();
  await owner.reads("发售");
  await owner.finds();
});

test("the keyboard comes to the content past the navigation", async () => {
  const owner = await newOwner(chromium, site);
  await owner.reads("What needs me now");
  await owner.page.keyboard.press("Tab");
  await owner.page.keyboard.press("Enter");
  expect(await owner.page.evaluate("document.activeElement?.id")).toBe("main");
});

test("who is not signed in is asked to, and a fan is told whom the console is for", async () => {
  const fan = await newFan(chromium, site, { refusals: /\/api\/v1\/me$/ });
  await fan.page.goto("/console");
  await fan.sees("Sign in to go on");
  await fan.link("Sign in").click();
  await fan.page.getByLabel(fan.words.email).waitFor();
});
