import { expect, test } from "bun:test";
import { sql } from "kysely";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const { database } = site.millet.platform;

/** The first day of the month after next, at ten by the server's and the browser's clock. */
const inTwoMonths = (day: number, hour = 10) => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth() + 2, day, hour);
};

/** Picks a day of the month after next in a date field, by its label, at ten o'clock. */
async function pick({ page }: Operator, label: string, day: number): Promise<void> {
  await page.getByRole("button", { name: label }).first().click();
  const next = page.getByRole("button", { name: "Next month", exact: true });
  const date = inTwoMonths(day).toLocaleDateString("en", { dateStyle: "medium" });
  const dayButton = page.getByRole("button", { name: date, exact: true });
  // A calendar that is not drawn yet has no day either, and would be turned past the month.
  await next.waitFor();
  for (let turns = 0; (await dayButton.count()) === 0 && turns < 12; turns += 1) await next.click();
  await dayButton.click();
  await page.getByRole("button", { name: "Take this time" }).click();
}

interface SaleRow {
  readonly id: string;
  readonly state: string;
  readonly names: Readonly<Record<string, string>>;
  readonly opens_at: Date | null;
  readonly version: number;
}

async function saleNamed(name: string): Promise<SaleRow | undefined> {
  const { rows } = await sql<SaleRow>`
    select id, state, names, opens_at, version from sales.sales
    where names ->> 'en' = ${name} order by id desc limit 1
  `.execute(database.kysely);
  return rows[0];
}

async function actionsOn(saleId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`sale:${saleId}`} order by sequence
  `.execute(database.kysely);
  return rows.map(({ action }) => action);
}

test("from nothing, an operator makes a draft, told at each field what is wrong", async () => {
  const owner = await newOwner(chromium, site);
  await owner.opens("/console/sales", "Sales");
  await owner.sees("No sale yet");
  await owner.finds();
  await site.operate("POST", "/products", {
    names: { en: "Siskin Mini" },
    variants: [
      { sku: "MINI", names: { en: "Blue" }, prices: [{ currency: "USD", amountMinor: 9_900 }] },
    ],
  });
  await owner.page.getByRole("main").getByRole("link", { name: "New sale" }).first().click();
  await owner.reads("New sale");
  await owner.button("Save as a draft").click();
  await owner.sees("4 fields need your attention");
  await owner.sees("The sale needs a name in one of the languages.");
  await owner.finds();
  await owner.field("Name in English").fill("Blue round");
  await owner.page.getByRole("combobox", { name: "Variant" }).click();
  await owner.page.getByRole("option", { name: "Siskin Mini · Blue (MINI)" }).click();
  await owner.sees("$99.00");
  await owner.field("Stock").fill("25");
  await pick(owner, "Registration closes", 10);
  await pick(owner, "The sale opens", 9);
  await owner.sees("The sale would open before registration is over.");
  await pick(owner, "The sale opens", 11);
  expect(await owner.page.getByText("would open before").count()).toBe(0);
  await owner.button("Save as a draft").click();
  await owner.reads("Blue round");
  await owner.sees("This is a draft; only the staff see it.");
  await owner.finds();
  const draft = await saleNamed("Blue round");
  expect([draft?.state, draft?.opens_at]).toEqual(["draft", inTwoMonths(11)]);
});

test("before a draft is published, an operator reads what can never be changed again", async () => {
  const { variantId } = await publishSale(site);
  const draft = await site.operate("POST", "/sales", {
    kind: "draw",
    drawMode: "beacon",
    names: { en: "Green round" },
    variants: [{ variantId, stock: 3 }],
    registrationClosesAt: inTwoMonths(1).toISOString(),
  });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${draft.id}`, "Green round");
  await owner.button("Publish").click();
  await owner.sees("These can never be changed again");
  await owner.page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await owner.sees(/Registration closes by itself/);
  await owner.finds();
  expect((await saleNamed("Green round"))?.state).toBe("registering");
  expect(await actionsOn(draft.id)).toEqual(["sale.created", "sale.published"]);
});

test("a draft is previewed, changed and not lost: not by leaving, not by somebody else's change", async () => {
  const { variantId } = await publishSale(site);
  const draft = await site.operate("POST", "/sales", {
    kind: "open",
    names: { en: "Old name" },
    variants: [{ variantId, stock: 3 }],
  });
  const owner = await newOwner(chromium, site, { refusals: /\/api\/v1\/sales\// });
  await owner.opens(`/sales/${draft.id}/preview`, "Old name");
  await owner.sees("Only the staff see this page.");
  await owner.opens(`/console/sales/${draft.id}`, "Old name");
  await owner.link("Edit").click();
  await owner.reads("Edit the draft");
  await owner.field("Name in English").fill("New name");
  await owner.link("Calendar").click();
  await owner.sees("Leave without saving?");
  await owner.button("Stay here").first().click();
  expect(await owner.field("Name in English").inputValue()).toBe("New name");
  await site.operate("PATCH", `/sales/${draft.id}`, { version: 1, holdSeconds: 600 });
  await owner.button("Save the draft").click();
  await owner.sees("Somebody else has changed this draft meanwhile.");
  expect((await saleNamed("Old name"))?.version).toBe(2);
  owner.page.once("dialog", (dialog) => void dialog.accept());
  await owner.page.reload();
  await owner.field("Name in English").fill("New name");
  await owner.button("Save the draft").click();
  await owner.reads("New name");
  expect((await saleNamed("New name"))?.version).toBe(3);
});

test("a copy has the same terms, and its own name and dates", async () => {
  const sale = await publishSale(site, {
    names: { en: "Autumn round" },
    stock: 7,
    registrationClosesAt: inTwoMonths(1).toISOString(),
    opensAt: inTwoMonths(2).toISOString(),
  });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}`, "Autumn round");
  await owner.link("Duplicate").click();
  await owner.reads("Copy of a sale");
  expect(await owner.field("Stock").inputValue()).toBe("7");
  await owner.button("Save as a draft").click();
  await owner.reads("Autumn round (copy)");
  const copy = await saleNamed("Autumn round (copy)");
  const later = new Date(inTwoMonths(2));
  later.setDate(later.getDate() + 7);
  expect([copy?.state, copy?.opens_at]).toEqual(["draft", later]);
});

test("the opening of a published sale is moved, and the calendar shows where", async () => {
  const sale = await publishSale(site, {
    names: { en: "Moving round" },
    registrationClosesAt: inTwoMonths(5).toISOString(),
    opensAt: inTwoMonths(6).toISOString(),
  });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}`, "Moving round");
  await owner.button("Move the dates").click();
  await pick(owner, "The sale opens", 4);
  await owner.sees("The sale would open before registration is over.");
  expect(await owner.button("Move the dates").last().isDisabled()).toBe(true);
  await pick(owner, "The sale opens", 8);
  await owner.finds();
  await owner.button("Move the dates").last().click();
  await owner.sees("The dates are moved.");
  expect((await saleNamed("Moving round"))?.opens_at).toEqual(inTwoMonths(8));
  expect(await actionsOn(sale.id)).toContain("sale.moved");
  await owner.link("Calendar").click();
  await owner.reads("Calendar");
  await owner.button("Next month").click();
  await owner.button("Next month").click();
  const span = owner.page.getByRole("link", { name: /On sale: Moving round/ });
  await span.waitFor();
  await owner.finds();
  await span.click();
  await owner.reads("Moving round");
});

test("friend codes are shown once, listed without their text, and revoked", async () => {
  const sale = await publishSale(site, { names: { en: "Coded round" }, stock: 9 });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}`, "Coded round");
  await owner.button("Issue codes").click();
  await owner.field("How many codes").fill("0");
  await owner.button("Issue").click();
  await owner.sees("A whole number from 1 to 1,000.");
  await owner.field("How many codes").fill("3");
  await owner.button("Issue").click();
  await owner.sees("3 new codes");
  const shown = await owner.page.getByRole("dialog").locator("pre").innerText();
  expect(shown.split("\n")).toHaveLength(3);
  await owner.finds();
  const download = owner.page.waitForEvent("download");
  await owner.button("Download as CSV").click();
  expect((await download).suggestedFilename()).toBe("friend-codes.csv");
  await owner.page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await owner.page.getByRole("button", { name: "Revoke" }).nth(1).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await owner.sees("The code is revoked.");
  expect(await owner.page.locator("body").innerText()).not.toContain(shown.slice(0, 24));
  const { rows } = await sql<{ state: string }>`
    select state from sales.friend_codes where sale_id = ${sale.id} order by number
  `.execute(database.kysely);
  expect(rows.map(({ state }) => state)).toEqual(["planned", "revoked", "planned"]);
});

test("a draw and an opening are asked for first, and then the control room is next", async () => {
  const sale = await publishSale(site, { names: { en: "Handmade round" } });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}`, "Handmade round");
  const confirm = (name: string) =>
    owner.page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
  await owner.button("Close registration and draw").click();
  await confirm("Close registration and draw");
  await owner.sees("The sale opens when you open it.");
  await owner.button("Open the sale now").click();
  await confirm("Open the sale now");
  await owner.link("Go to the control room").waitFor();
  await owner.finds();
  expect((await saleNamed("Handmade round"))?.state).toBe("selling");
});

test("a sale and a draft are called off with different consequences", async () => {
  const sale = await publishSale(site, { names: { en: "Cancelled round" } });
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}`, "Cancelled round");
  await owner.button("Cancel the sale").click();
  await owner.sees("is told by mail");
  await owner.page.getByRole("dialog").getByRole("button", { name: "Cancel the sale" }).click();
  await owner.sees("This sale was cancelled, and stays so.");
  expect((await saleNamed("Cancelled round"))?.state).toBe("cancelled");
  await owner.opens("/console/sales?state=cancelled", "Sales");
  await owner.link("Cancelled round").waitFor();
  expect(await owner.link("Handmade round").count()).toBe(0);
});

test("on a dark phone in Chinese, every page of the sales is whole", async () => {
  const sale = await publishSale(site, {
    names: { en: "Phone round", "zh-Hans": "手机首发" },
    registrationClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
    eligibility: { anyOf: [{ accountAgeDays: 30 }, { earlierPurchase: true }] },
    ordersPerAddress: 1,
  });
  await site.operate("POST", `/sales/${sale.id}/friend-codes`, {
    variantId: sale.variantId,
    count: 1,
  });
  const options = { width: PHONE_WIDTH, language: "zh-Hans", colours: "dark" } as const;
  const owner = await newOwner(chromium, site, options);
  await owner.opens("/console/sales", "发售");
  await owner.link("手机首发").waitFor();
  await owner.finds();
  await owner.link("手机首发").click();
  await owner.reads("手机首发");
  await owner.sees("账号注册满 30 天");
  await owner.finds();
  await owner.opens("/console/calendar", "日历");
  await owner.link("登记：手机首发").waitFor();
  await owner.finds();
  await owner.opens("/console/sales/new", "新建发售");
  await owner.button("保存为草稿").click();
  await owner.sees("请至少用一种语言填写发售名称。");
  await owner.button(/细节设置/).click();
  await owner.field("支付押金（全额退还）").check();
  await owner.field("金额").fill("1.234");
  await owner.sees("请填写大于零的金额");
  await owner.finds();
  await owner.button(/^登记截止/).click();
  await owner.page.getByRole("button", { name: "下个月" }).waitFor();
  await owner.finds();
});
