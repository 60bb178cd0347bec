import { expect, test } from "bun:test";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { mailsTo } from "../support/browser-sign-in.ts";
import { untilTrue } from "../support/server-process.ts";
import { type Fan, newFan } from "./fan.ts";
import { claimsOf, draw, type JourneySale, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";

const site = await startJourneySite();
const chromium = await testChromium();

test("a fan who was barred reads the reason, appeals, and is called after all", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const fan = await newFan(chromium, site, { script: false, width: PHONE_WIDTH });
  await fan.register(sale);
  await draw(site, sale);
  await open(site, sale);
  await site.operate("POST", `/sales/${sale.id}/bars`, {
    place: 1,
    reason: "automated_registration",
  });
  await fan.looksAgain(sale);
  await fan.reads("Your place was removed");
  await fan.sees("We believe that this registration was made by a program and not by a person.");
  await fan.finds();

  const appeal = fan.page.getByLabel("Why the removal is wrong");
  await appeal.fill("No.");
  await fan.button("Send the appeal").click();
  await fan.sees("Write between 10 and 4,000 characters.");
  await fan.finds();
  await appeal.fill("I registered myself, by hand, on my old phone.");
  await fan.button("Send the appeal").click();
  await fan.sees("Your appeal is with our staff.");
  await fan.finds();

  const { items } = (await site.operate("GET", `/sales/${sale.id}/appeals`)) as unknown as {
    readonly items: readonly { readonly id: string; readonly text: string }[];
  };
  expect(items.map(({ text }) => text)).toEqual(["I registered myself, by hand, on my old phone."]);
  await site.operate("PUT", `/sales/${sale.id}/appeals/${items[0]?.id}/decision`, {
    decision: "restore",
  });
  await fan.looksAgain(sale);
  await fan.claim();
  await fan.reads(fan.words.held);
  expect((await mailsTo(fan.visitor, fan.address)).length).toBeGreaterThan(0);
});

test("a friend code that was given away is worth a unit ahead of the line, once", async () => {
  const sale = await publishSale(site, { stock: 1 });
  const [giver, friend] = [await newFan(chromium, site), await newFan(chromium, site)];
  await giver.register(sale);
  await friend.signInFrom(sale);
  await draw(site, sale);
  await site.operate("POST", `/sales/${sale.id}/friend-codes`, {
    variantId: sale.variantId,
    emails: [giver.address],
  });
  await open(site, sale);
  const code = await codeMailedTo(giver);
  await redeem(friend, sale, "7K3M");
  await friend.sees("This is no friend code");
  await friend.finds();
  await redeem(friend, sale, code.toLowerCase());
  await friend.reads(friend.words.held);
  await friend.finds();
  await friend.goesToPay();
  await friend.fillsInAddress();
  await friend.pays();
  await friend.sees(friend.words.thanks);
  await untilTrue(
    async () => (await claimsOf(site, sale))[0]?.state === "paid",
    "the paid claim stands in its table",
  );
  expect(await claimsOf(site, sale)).toMatchObject([{ state: "paid", viaFriendCode: true }]);
  // The giver, whose place was the first of all, cannot use it again.
  await redeem(giver, sale, code);
  await giver.sees("This friend code has been used already.");
  await giver.looksAgainUntil(sale, giver.words.gone);
  await giver.finds();
});

async function codeMailedTo(fan: Fan): Promise<string> {
  let code: string | undefined;
  await untilTrue(async () => {
    const mails = await mailsTo(fan.visitor, fan.address);
    code = mails.map(({ text }) => CODE.exec(text)?.[0]).find((found) => found !== undefined);
    return code !== undefined;
  }, "the code is mailed");
  return code ?? "";
}

/** Five groups of four characters. */
const CODE = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b/;

/** As its page asks for it. */
async function redeem(fan: Fan, sale: JourneySale, code: string): Promise<void> {
  await fan.looksAgain(sale);
  await fan.link("Use it here").click();
  await fan.reads("Use a friend code");
  await fan.finds();
  await fan.page.getByLabel("Friend code", { exact: true }).fill(code);
  await fan.button("Use the code").click();
}
