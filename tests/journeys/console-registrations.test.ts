import { expect, test } from "bun:test";
import { sql } from "kysely";
import { cliOperator } from "../../server/modules/accounts/index.ts";
import { PHONE_WIDTH, testChromium } from "../support/browser.ts";
import { untilTrue } from "../support/server-process.ts";
import { newFan } from "./fan.ts";
import { draw, type JourneySale, open, publishSale } from "./journey-sale.ts";
import { startJourneySite } from "./journey-site.ts";
import { newOwner, Operator } from "./operator.ts";
import { buy, scriptedFan } from "./scripted-fans.ts";

const site = await startJourneySite();
const chromium = await testChromium();
const { kysely } = site.millet.platform.database;

async function barsOf({ id }: JourneySale) {
  const { rows } = await sql<{ reason: string; note: string; restored: boolean }>`
    select reason, note, restored_at is not null as restored from sales.bars
    where sale_id = ${id}`.execute(kysely);
  return rows;
}

async function actionsOf({ id }: JourneySale): Promise<readonly string[]> {
  const { rows } = await sql<{ action: string }>`
    select action from accounts.operator_actions
    where subject = ${`sale:${id}`}`.execute(kysely);
  return rows.map(({ action }) => action);
}

/** Programs that register within seconds from one network, with numbered addresses. */
async function scriptedCrowd(sale: JourneySale, count: number, name: string) {
  const crowd = [];
  for (let index = 1; index <= count; index += 1) {
    const fan = await scriptedFan(site, `${name}${index}@${sale.id}.example`, "198.51.100.7");
    await fan.ask("POST", `/sales/${sale.id}/registrations`);
    crowd.push(fan);
  }
  return crowd;
}

test("a cluster is removed with a reason; its fan appeals, and the operator restores the place", async () => {
  const sale = await publishSale(site, { stock: 2 });
  const fan = await newFan(chromium, site);
  await fan.register(sale);
  await scriptedCrowd(sale, 5, "lark");
  await draw(site, sale);
  const owner = await newOwner(chromium, site);
  await owner.opens(`/console/sales/${sale.id}/registrations`, "Registrations");
  await owner.sees("lark3@");
  await owner.finds();
  await owner.page.getByRole("tab", { name: "Suspicious clusters" }).click();
  await owner.reads("Suspicious clusters");
  await owner.sees("Addresses look like lark#@");
  await owner.sees("A dormitory, an office or a mobile network can be one network.");
  const card = owner.page.getByRole("article", { name: "Same network" });
  await card.getByText("strong evidence").waitFor();
  await card.getByRole("button", { name: "Show the registrations" }).click();
  const table = owner.page.getByRole("table", { name: "Registrations of this cluster" });
  await table.getByText("lark5@").waitFor();
  await owner.finds();

  await card.getByRole("button", { name: "Remove 5 places" }).click();
  const dialog = owner.page.getByRole("dialog", { name: "Remove 5 places from the line?" });
  await dialog.getByLabel("Public reason").click();
  await owner.page.getByRole("option", { name: "Registered by a program" }).click();
  await dialog.getByLabel("Internal note").fill("five in one second");
  await owner.finds();
  await dialog.getByRole("button", { name: "Remove 5 places" }).click();
  await owner.sees("5 places were removed.");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  const bar = { reason: "automated_registration", note: "five in one second", restored: false };
  expect(await barsOf(sale)).toEqual([bar, bar, bar, bar, bar]);
  expect(await actionsOf(sale)).toContain("sale.place-barred");

  // One of the browser's own, removed by mistake, from its own page.
  await owner.opens(`/console/sales/${sale.id}/registrations?search=${fan.address}`, /./);
  await owner.link("Registration 1").click();
  await owner.reads("Registration 1");
  await owner.finds();
  await owner.button("Remove this place").click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "Remove 1 place" }).click();
  await owner.sees("1 place was removed.");
  await fan.looksAgainUntil(sale, "Your place was removed");
  await fan.sees("the same person registered more than once");
  await fan.page.getByLabel("Why the removal is wrong").fill("My sister lives here too.");
  await fan.button("Send the appeal").click();
  await fan.sees("Your appeal is with our staff.");

  await owner.opens(`/console/sales/${sale.id}/registrations/bars`, "Removals and appeals");
  await owner.sees("My sister lives here too.");
  await owner.finds();
  await owner.button("Restore the place").click();
  const restoring = owner.page.getByRole("dialog");
  await restoring.getByLabel("Answer to the fan").fill("Welcome back.");
  await restoring.getByRole("button", { name: "Restore the place" }).click();
  await owner.sees("No appeal waits for you");
  await fan.looksAgainUntil(sale, fan.words.placeTitle);
  expect((await barsOf(sale)).filter(({ restored }) => restored)).toHaveLength(1);
  expect(await actionsOf(sale)).toContain("sale.place-restored");
});

test("support looks, and is offered nothing that it may not do", async () => {
  const sale = await publishSale(site, { stock: 2 });
  const fan = await newFan(chromium, site, { refusals: /\/(bars|appeals)/ });
  await fan.register(sale);
  await draw(site, sale);
  await site.millet.accounts.appointOperator(
    { email: fan.address, role: "support" },
    { operator: cliOperator },
  );
  const support = new Operator(fan.visitor, "en");
  await support.opens(`/console/sales/${sale.id}/registrations`, "Registrations");
  await support.sees(fan.address);
  await support.sees("Your role may look, but not remove places.");
  expect(await support.button(/^Remove/).count()).toBe(0);
  expect(await support.page.getByRole("checkbox", { name: /^Select/ }).count()).toBe(0);
  await support.opens(`/console/sales/${sale.id}/registrations/bars`, "Removals and appeals");
  await support.sees("Your role may not see removals and appeals.");
  await support.finds();
});

test("a refund from the console reaches the order and the provider", async () => {
  const sale = await publishSale(site, { stock: 5 });
  const crowd = await scriptedCrowd(sale, 3, "wren");
  await draw(site, sale);
  await open(site, sale);
  const orders: string[] = [];
  for (const fan of crowd) orders.push(await buy(site, sale, fan, "1 Field Lane"));
  const owner = await newOwner(chromium, site);
  await untilTrue(async () => {
    const { rows } = await sql<{ paid: number }>`
      select count(*)::integer as paid from orders.orders
      where sale_id = ${sale.id} and state = 'paid'`.execute(kysely);
    return rows[0]?.paid === 3;
  }, "the orders are paid");
  await owner.opens(`/console/sales/${sale.id}/orders`, "Orders");
  await owner.sees("$966.00");
  await owner.sees("wren1@");
  await owner.finds();
  await owner.field("Search").fill(String(crowd[0]?.email));
  await owner.button("Search").click();
  await owner.page.getByText("wren2@").waitFor({ state: "detached" });
  await owner.link(`…${String(orders[0]).slice(-8)}`).click();
  await owner.reads(/^Order of Robin wren1/);
  await owner.sees("1 Field Lane");
  await owner.finds();
  await owner.button("Refund").click();
  const dialog = owner.page.getByRole("dialog", { name: "Give money back?" });
  await dialog.getByLabel("Amount (USD)").fill("22.00");
  await dialog.getByRole("button", { name: "Refund $22.00" }).click();
  await dialog.getByText("Say why.").first().waitFor();
  await dialog.getByLabel("Reason").fill("a scratch");
  await owner.finds();
  await dialog.getByRole("button", { name: "Refund $22.00" }).click();
  await owner.sees("Reason: a scratch");
  const { rows } = await sql<{ amount: number; refunded: number; order: string }>`
    select r.amount_minor::integer as amount, p.refunded_minor::integer as refunded,
      r.order_id as order
    from orders.refunds r join orders.test_payments p on p.id = r.payment_id
    where r.reason = 'a scratch'`.execute(kysely);
  expect(rows).toEqual([{ amount: 2_200, refunded: 2_200, order: String(orders[0]) }]);
  await owner.opens(`/console/sales/${sale.id}/orders/clusters`, "Suspicious orders");
  await owner.page.getByRole("article", { name: "Same delivery address" }).waitFor();
  await owner.finds();
});

test("all of it can be read on a phone, in Chinese, in the dark", async () => {
  const sale = await publishSale(site, {
    stock: 5,
    eligibility: {
      anyOf: [{ deposit: { amountMinor: 1_000, currency: "USD" } }, { accountAgeDays: 0 }],
    },
  }).catch(() => publishSale(site, { stock: 5 }));
  const crowd = await scriptedCrowd(sale, 4, "robin");
  await draw(site, sale);
  await open(site, sale);
  for (const fan of crowd.slice(0, 3)) await buy(site, sale, fan, "1 Field Lane");
  await site.operate("POST", `/sales/${sale.id}/bars`, { place: 4, reason: "terms_violated" });
  const owner = await newOwner(chromium, site, {
    width: PHONE_WIDTH,
    language: "zh-Hans",
    colours: "dark",
  });
  const base = `/console/sales/${sale.id}`;
  await owner.opens(`${base}/registrations`, "登记");
  await owner.sees("已显示 4 条登记");
  await owner.finds();
  await owner.opens(`${base}/registrations/clusters`, "可疑群组");
  await owner.button("显示这些登记").first().click();
  await owner.page.getByRole("table", { name: "此群组的登记" }).first().waitFor();
  await owner.finds();
  await owner.opens(`${base}/registrations/bars`, "移除与申诉");
  await owner.sees("违反发售条款");
  await owner.finds();
  await owner.opens(`${base}/registrations/1`, "登记 1");
  await owner.sees("已知情况");
  await owner.finds();
  await owner.opens(`${base}/orders`, "订单");
  await owner.page.getByRole("table", { name: "订单" }).waitFor();
  await owner.finds();
  await owner.page.getByRole("table", { name: "订单" }).getByRole("link").first().click();
  await owner.sees("付款记录");
  await owner.finds();
  await owner.opens(`${base}/orders/clusters`, "可疑订单");
  await owner.finds();
  await owner.opens(`${base}/orders/deposits`, "押金");
  await owner.sees("还没有押金");
  await owner.finds();
});
