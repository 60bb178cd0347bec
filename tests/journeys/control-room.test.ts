import { expect, test } from "bun:test";
import { sql } from "kysely";
import { DESKTOP_WIDTH, PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { untilTrue } from "../support/server-process.ts";
import { ApiCrowd } from "./api-crowd.ts";
import { draw, open, publishSale, type JourneySale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, type Operator } from "./operator.ts";

const site = await startJourneySite();
const chromium = await testChromium();

/** A drawn and opened sale with this crowd. */
async function runningSale(fans: number, offer: Readonly<Record<string, unknown>> = {}) {
  const sale = await publishSale(site, { stock: 100, admissionMargin: 0.1, ...offer });
  const crowd = new ApiCrowd(site, sale, fans);
  await crowd.register();
  await draw(site, sale);
  await open(site, sale);
  return { sale, crowd };
}

const roomOf = (sale: JourneySale) => `/console/sales/${sale.id}/control-room`;

/** A figure of the room as it reads now. */
async function figure(operator: Operator, label: string): Promise<number> {
  const tile = operator.page.locator("dl > div", {
    has: operator.page.getByText(label, { exact: true }),
  });
  const text = await tile.locator("dd > div").first().innerText();
  return Number(text.replaceAll(",", ""));
}

/** Presses a button of the room, and the one of the same name in the dialog that asks. */
async function confirm(operator: Operator, name: string): Promise<void> {
  await operator.button(name).click();
  await operator.page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

async function stateOf(sale: JourneySale): Promise<string> {
  return String((await site.operate("GET", `/sales/${sale.id}`))["state"]);
}

/** What the audit log has of the sale, by people: in order. */
async function auditOf(sale: JourneySale): Promise<readonly string[]> {
  const { rows } = await sql<{ line: string }>`
    select action || ' ' || details::text as line from accounts.operator_actions
    where subject = ${`sale:${sale.id}`} and operator_kind = 'person' order by sequence
  `.execute(site.millet.platform.database.kysely);
  return rows.map(({ line }) => line);
}

test("an operator pauses, resumes and slows down a sale while a crowd claims", async () => {
  const sale = await publishSale(site, { stock: 100, admissionMargin: 0.1 });
  const crowd = new ApiCrowd(site, sale, 60);
  await crowd.register();
  const owner = await newOwner(chromium, site);
  await owner.opens(roomOf(sale), "Control room");
  await owner.sees("60 fans are registered");
  await owner.sees("Opens by hand");
  await owner.finds();
  await draw(site, sale);
  await open(site, sale);
  const claiming = crowd.claim(40, 100);
  await untilTrue(async () => (await figure(owner, "Held")) > 2, "held units are seen rising");
  await confirm(owner, "Pause admission");
  await owner.button("Resume admission").waitFor();
  expect(await stateOf(sale)).toBe("paused");
  await confirm(owner, "Resume admission");
  await owner.button("Pause admission").waitFor();
  expect(await stateOf(sale)).toBe("selling");
  await owner.button("Change rate").click();
  await owner.field("Places a minute, at the most").fill("90");
  await owner.page.getByRole("dialog").getByRole("button", { name: "Change rate" }).click();
  await owner.sees("The line is limited to 90 places a minute");
  const granted = await claiming;
  expect(granted).toHaveLength(40);
  await untilTrue(async () => (await figure(owner, "Held")) === 40, "the room shows all holds");
  await crowd.pay(granted.slice(0, 5));
  await untilTrue(async () => (await figure(owner, "Paid")) === 5, "the room shows payments");
  await untilTrue(async () => (await figure(owner, "Sold")) === 5, "and the units sold");
  await owner.finds();
  expect(await auditOf(sale)).toEqual([
    "sale.admission-paused {}",
    "sale.admission-resumed {}",
    'sale.admission-limited {"placesPerMinute": 90}',
  ]);
});

test("a sale is stopped only by who types its name, with the reason in log and audit", async () => {
  const { sale } = await runningSale(3);
  const owner = await newOwner(chromium, site, { width: DESKTOP_WIDTH, colours: "dark" });
  await owner.opens(roomOf(sale), "Control room");
  await owner.button("Stop the sale").click();
  const dialog = owner.page.getByRole("dialog");
  const stop = dialog.getByRole("button", { name: "Stop the sale", exact: true });
  expect(await stop.isDisabled()).toBe(true);
  await owner.finds();
  await owner.field("Reason, for the report and the log").fill("a wrong price");
  await owner.field("Type “First round” to confirm").fill("First round");
  await stop.click();
  await owner.sees("The sale has ended: a wrong price");
  expect(await stateOf(sale)).toBe("ended");
  expect(await auditOf(sale)).toEqual(['sale.stopped {"reason": "a wrong price"}']);
  expect(await owner.button("Stop the sale").count()).toBe(0);
});

test("figures that are old say so, until the stream is back", async () => {
  const { sale, crowd } = await runningSale(5);
  const owner = await newOwner(chromium, site);
  await owner.page.addInitScript(`
    const streams = [];
    globalThis.cutStreams = () => streams.splice(0).forEach((stream) => stream.close());
    globalThis.EventSource = class extends EventSource {
      constructor(url) { super(url); streams.push(this); }
    };`);
  await owner.opens(roomOf(sale), "Control room");
  await untilTrue(async () => (await figure(owner, "Free")) === 100, "the figures are there");
  await owner.page.evaluate("cutStreams()");
  await crowd.claim(3);
  await owner.page.getByRole("alert").getByText("These figures are old").waitFor();
  expect(await figure(owner, "Held")).toBe(0);
  await owner.page.getByRole("alert").waitFor({ state: "detached" });
  await untilTrue(async () => (await figure(owner, "Held")) === 3, "the room has caught up");
});

test("on a phone, in Chinese and in the dark, stock is added to a sale under way", async () => {
  const { sale, crowd } = await runningSale(8, { stock: 4 });
  await crowd.claim(4);
  const options = { width: PHONE_WIDTH, language: "zh-Hans", colours: "dark" } as const;
  const owner = await newOwner(chromium, site, options);
  await owner.opens(roomOf(sale), "控制室");
  await owner.sees("已售罄：没有空余商品");
  await owner.button("增加库存").click();
  await owner.field("件数").fill("6");
  await owner.page.getByRole("dialog").getByRole("button", { name: "增加库存" }).click();
  await owner.sees("增加了 6 件库存");
  await untilTrue(async () => (await figure(owner, "空余")) === 6, "the units are free");
  await owner.finds();
  const now = await site.operate("GET", `/sales/${sale.id}/now`);
  expect(now["units"]).toMatchObject({ stock: 10, held: 4, free: 6 });
});
