import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { newFan } from "./fan.ts";
import { claimsOf, draw, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

const phoneInChinese = { width: PHONE_WIDTH, language: "zh-Hans", colours: "dark" } as const;

test("a fan's page leads from nothing to a paid order", async () => {
  const sale = await publishSale(site, { stock: 2 });
  const fan = await newFan(chromium, site);
  await fan.signInFrom(sale);
  await fan.link("My page").click();
  await fan.reads("My page");
  await fan.sees("You have no orders yet");
  await fan.sees("You are registered in no sale");
  await fan.sees("You have no friend codes");
  await fan.finds();

  await fan.page.goto(`/sales/${sale.id}/waiting`);
  await fan.button("Register").click();
  await fan.reads(fan.words.registered);
  await fan.page.goto("/me");
  await fan.sees("Registered");
  await fan.link("See your registration").waitFor();

  await draw(site, sale);
  await open(site, sale);
  await fan.page.goto("/me");
  await fan.sees("Under way now");
  await fan.link("Claim").first().click();
  await fan.claim();
  await fan.reads(fan.words.held);

  await fan.page.goto("/me");
  await fan.page.getByRole("timer").waitFor();
  expect(await fan.page.getByRole("timer").textContent()).toMatch(/^\d+:\d\d left$/);
  await fan.sees("Waiting for payment");
  await fan.finds();
  const [claim] = await claimsOf(site, sale);
  await fan.link("Continue to payment").first().click();
  await fan.page.waitForURL(`**/orders/${claim?.id}?sale=${sale.id}`);
  await fan.fillsInAddress();
  await fan.pays();
  await fan.sees(fan.words.thanks);

  await fan.link("My page").click();
  await fan.link("1 × Siskin One 16 GB, graphite").waitFor();
  await fan.sees("$322.00");
  expect(await fan.page.getByRole("timer").count()).toBe(0);
  await fan.finds();
});

test("friend codes are shown in Chinese on a phone, with a link and without their text", async () => {
  const sale = await publishSale(site, { stock: 5 });
  const fan = await newFan(chromium, site, phoneInChinese);
  await fan.register(sale);
  const issued = await site.operate("POST", `/sales/${sale.id}/friend-codes`, {
    variantId: sale.variantId,
    emails: [fan.address],
  });
  await fan.page.goto("/me");
  await fan.reads("我的主页");
  await fan.sees("1 号好友码");
  await fan.finds();
  const [code] = issued["items"] as readonly { readonly code: string }[];
  expect(await fan.page.content()).not.toContain(code?.code ?? "nothing");
  await fan.visitor.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await fan.button("复制链接").click();
  await fan.sees("已复制");
  const copied = await fan.page.evaluate("navigator.clipboard.readText()");
  expect(String(copied)).toEndWith(`${site.url}/sales/${sale.id}/code`);
});

test("a page that comes slowly shows where things will be, and nothing jumps", async () => {
  const sale = await publishSale(site);
  const fan = await newFan(chromium, site, { width: PHONE_WIDTH });
  await fan.register(sale);
  const devtools = await fan.visitor.context.newCDPSession(fan.page);
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: 200_000,
    uploadThroughput: 100_000,
  });
  await fan.page.addInitScript(`
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  `);
  await fan.page.goto("/me", { waitUntil: "commit" });
  await fan.page.getByRole("status", { name: "Loading…" }).waitFor();
  await fan.link("See your registration").waitFor();
  expect(Number(await fan.page.evaluate("window.shift"))).toBeLessThan(0.1);
});

test("without JavaScript a fan's page is the account page, and signed out it asks to sign in", async () => {
  const sale = await publishSale(site);
  const fan = await newFan(chromium, site, { script: false });
  await fan.register(sale);
  await fan.link("My page").click();
  await fan.page.waitForURL("**/account");
  await fan.reads("Your account");
  const stranger = await newFan(chromium, site, { refusals: /\/api\/v1\/me$/ });
  await stranger.page.goto("/me/account");
  await stranger.sees("Sign in to go on");
  await stranger.finds();
  expect(await stranger.link("Sign in").getAttribute("href")).toBe("/sign-in?next=%2Fme%2Faccount");
});
