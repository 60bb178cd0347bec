import { expect, test } from "bun:test";
import { sql } from "kysely";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { pngOf } from "../support/pictures.ts";
import { newFan } from "./fan.ts";
import { claimsOf, moneyOf, registrationsOf } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** A whole sale on a machine that may be busy. */
const LONG_MS = 120_000;

function dayOfNextMonth(day: number): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth() + 1, day);
}

/** As the calendar calls a day. */
const named = (day: Date) => day.toLocaleDateString("en", { dateStyle: "medium" });

/** Presses a button, and the one of the same name in the dialog that asks. */
async function confirms(owner: Operator, name: string): Promise<void> {
  await owner.button(name).click();
  await owner.page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

interface RecordedSale {
  readonly id: string;
  readonly state: string;
  readonly endsAt: Date | null;
}

async function saleNamed(name: string): Promise<RecordedSale> {
  const { rows } = await sql<RecordedSale>`
    select id, state, ends_at as "endsAt" from sales.sales where names ->> 'en' = ${name}
  `.execute(site.millet.platform.database.kysely);
  const [sale] = rows;
  if (sale === undefined || rows.length > 1) throw new Error(`${rows.length} sales “${name}”`);
  return sale;
}

async function actionsOn(saleId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions where subject = ${`sale:${saleId}`} order by sequence
  `.execute(site.millet.platform.database.kysely);
  return rows.map(({ action }) => action);
}

async function makesProduct(owner: Operator): Promise<void> {
  const { page } = owner;
  await owner.link("Make a product").click();
  await owner.field("Name (English)").fill("Lark");
  await owner.button("Create, and go on to pictures and prices").click();
  await owner.reads("Lark");
  const chooser = page.waitForEvent("filechooser");
  await owner.button("Add pictures").click();
  const picture = { name: "lark.png", mimeType: "image/png", buffer: pngOf(80, 60) };
  await (await chooser).setFiles(picture);
  await owner.sees("The picture was added.");
  await owner.button("Add a variant").click();
  const dialog = page.getByRole("dialog");
  await owner.field("SKU").fill("lark-1");
  await dialog.getByLabel("Name (English)").fill("Graphite");
  await page.getByRole("combobox", { name: "Currency" }).click();
  await page.getByRole("option", { name: /^USD/ }).click();
  await owner.field("Price").fill("322");
  await dialog.getByRole("button", { name: "Save" }).click();
  await owner.sees("The variant was saved.");
}

async function publishesSale(owner: Operator): Promise<void> {
  const { page } = owner;
  await owner.link("What needs me now").click();
  await owner.link("Make a sale").click();
  await owner.field("Name in English").fill("First round");
  await page.getByRole("radio", { name: "Without a beacon" }).check();
  await page.getByRole("combobox", { name: "Variant" }).click();
  await page.getByRole("option", { name: "Lark · Graphite (LARK-1)" }).click();
  await owner.field("Stock").fill("1");
  await owner.button("Save as a draft").click();
  await owner.reads("First round");
  const preview = page.waitForEvent("popup");
  await owner.link("Preview").click();
  await (await preview).getByText("Only the staff see this page.").waitFor();
  await confirms(owner, "Publish");
  await owner.sees("The places are drawn when you close registration.");
}

test(
  "from the printed link to the report and a refund, with nothing but the browser",
  async () => {
    const owner = await newOwner(chromium, site);
    await makesProduct(owner);
    await publishesSale(owner);
    const sale = await saleNamed("First round");
    expect(sale.state).toBe("registering");

    const fans = [
      await newFan(chromium, site),
      await newFan(chromium, site, { width: PHONE_WIDTH, colours: "dark" }),
    ] as const;
    for (const fan of fans) {
      await fan.page.goto("/");
      await fan.page.getByRole("link", { name: /First round/ }).click();
      await fan.reads("First round");
      await fan.register(sale);
    }
    expect(await registrationsOf(site, sale)).toBe(2);

    await owner.link("What needs me now").click();
    await confirms(owner, "Close and draw");
    await confirms(owner, "Open now");
    await owner.link("Open the control room").click();
    await owner.reads("Control room");
    expect((await saleNamed("First round")).state).toBe("selling");

    const [first, second] = fans;
    await first.claim();
    await first.reads(first.words.held);
    await second.claim();
    await second.reads(second.words.waiting);
    await first.goesToPay();
    await first.fillsInAddress();
    await first.pays();
    await first.sees(first.words.thanks);
    await second.reads(second.words.gone);
    expect(await moneyOf(site, sale)).toMatchObject([{ currency: "USD", amountMinor: 32_200 }]);
    const states = (await claimsOf(site, sale)).map(({ state }) => state).sort();
    expect(states).toEqual(["paid", "waiting"]);

    await owner.sees("Sold out: no unit is free");
    await owner.sees("of 1 unit");
    await owner.button("Stop the sale").click();
    await owner.field("Type “First round” to confirm").fill("First round");
    await owner.field("Reason, for the report and the log").fill("all is sold");
    const dialog = owner.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Stop the sale", exact: true }).click();
    await owner.sees("The sale has ended: all is sold");
    await owner.sees("The sale is over");
    expect(await owner.page.getByText("Not up to date").count()).toBe(0);
    await owner.finds();
    await owner.link("See the report").click();
    await owner.reads("Report");
    await owner.sees("100% of those offered");
    await owner.sees("Of 2 claims, 1 ended in a sale.");
    const report = await site.operate("GET", `/sales/${sale.id}/report`);
    expect(report["report"]).toMatchObject({ totals: { unitsSold: 1, claims: 2 } });
    await second.page.goto(`/sales/${sale.id}/report`);
    await second.reads("Public report");

    await owner.page.getByRole("tab", { name: "Orders" }).click();
    await owner.page.getByRole("row", { name: first.address }).getByRole("link").click();
    await owner.reads(`Order of ${first.address}`);
    await owner.sees("1 × Lark, Graphite");
    await owner.sees("United Kingdom");
    await owner.finds();
    await owner.button("Refund").click();
    await owner.field("Reason").fill("a present");
    await dialog.getByRole("button", { name: "Refund $322.00" }).click();
    await first.link("My page").click();
    await first.reads("My page");
    await first.sees("Refunded");
    expect(await actionsOn(sale.id)).toEqual([
      "sale.created",
      "sale.published",
      "sale.registration-closed",
      "sale.drawn",
      "sale.opened",
      "sale.stopped",
    ]);
  },
  LONG_MS,
);

test(
  "an operator makes, publishes and opens a sale with the keyboard alone",
  async () => {
    await site.operate("POST", "/products", {
      names: { en: "Wren" },
      variants: [
        { sku: "WREN", names: { en: "Blue" }, prices: [{ currency: "EUR", amountMinor: 9_900 }] },
      ],
    });
    const owner = await newOwner(chromium, site);
    const { page } = owner;
    const { keyboard } = page;
    await owner.reads("What needs me now");
    await owner.enters(owner.link("Sales"));
    await owner.reads("Sales");
    await owner.enters(page.getByRole("main").getByRole("link", { name: "New sale" }).first());
    await owner.reads("New sale");
    await owner.types("Name in English", "Keyboard round");
    await owner.tabsTo(page.getByRole("radio", { name: "By draw" }));
    await owner.tabsTo(page.getByRole("radio", { name: "With a public beacon" }));
    await keyboard.press("ArrowDown");
    await owner.tabsTo(page.getByRole("combobox", { name: "Variant" }));
    await keyboard.type("Wren");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await owner.sees("€99.00");
    await owner.types("Stock", "2");
    await owner.enters(page.getByRole("button", { name: "The sale ends" }));
    await owner.enters(page.getByRole("button", { name: "Next month" }));
    await owner.tabsTo(page.getByRole("button", { name: named(dayOfNextMonth(1)), exact: true }));
    await keyboard.press("ArrowRight");
    await keyboard.press("Enter");
    await owner.enters(owner.button("Take this time"));
    await owner.enters(owner.button("Save as a draft"));
    await owner.reads("Keyboard round");
    const { endsAt } = await saleNamed("Keyboard round");
    expect(endsAt?.toDateString()).toBe(dayOfNextMonth(2).toDateString());
    await owner.enters(owner.button("Publish"));
    const dialog = page.getByRole("dialog");
    await owner.enters(dialog.getByRole("button", { name: "Publish" }));
    await owner.enters(owner.button("Close registration and draw"));
    await owner.enters(dialog.getByRole("button", { name: "Close registration and draw" }));
    await owner.enters(owner.button("Open the sale now"));
    await owner.enters(dialog.getByRole("button", { name: "Open the sale now" }));
    await owner.enters(owner.link("Go to the control room"));
    await owner.reads("Control room");
    await owner.enters(owner.button("Pause admission"));
    await owner.enters(dialog.getByRole("button", { name: "Pause admission" }));
    await owner.enters(owner.button("Resume admission"));
    await owner.enters(dialog.getByRole("button", { name: "Resume admission" }));
    await owner.enters(owner.button("Stop the sale"));
    // The dialog brings the focus to its first field.
    await dialog.locator("input:focus").waitFor();
    await keyboard.type("Keyboard round");
    await owner.types("Reason, for the report and the log", "tried out");
    await owner.enters(dialog.getByRole("button", { name: "Stop the sale" }));
    await owner.sees("The sale has ended: tried out");
    const { id, state } = await saleNamed("Keyboard round");
    expect(state).toBe("ended");
    expect(await actionsOn(id)).toEqual([
      "sale.created",
      "sale.published",
      "sale.registration-closed",
      "sale.drawn",
      "sale.opened",
      "sale.admission-paused",
      "sale.admission-resumed",
      "sale.stopped",
    ]);
  },
  LONG_MS,
);
