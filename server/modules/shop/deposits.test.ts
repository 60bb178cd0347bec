import { expect, setDefaultTimeout, test } from "bun:test";
import { moneyOf, ownDeposit, withDeposit } from "../../../tests/support/deposits.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, type TestFan } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const base = site.platform.config.baseUrl;

function visitorOf(fan: TestFan, language = "en"): PageVisitor {
  return new PageVisitor(site.app, { base, cookie: fan.cookie, language });
}

test("the deposit is offered where it is asked for, paid, and registers", async () => {
  const saleId = await site.publish(withDeposit({ accountAgeDays: 30 }));
  const fan = site.fan();
  const visitor = visitorOf(fan);
  const register = await visitor.open(`/sales/${saleId}/waiting`);
  expect(register.text).toContain("You have paid a deposit of €50.");
  expect(register.html).toContain(`href="/sales/${saleId}/deposit"`);
  const offer = await visitor.open(`/sales/${saleId}/deposit`);
  for (const words of [
    "With a deposit of €50 you may register for this sale. All of it comes back to you.",
    "when your order is paid: the deposit is no part of the price",
    "when the sale ends or is cancelled",
    "Card that is approved",
    "Pay €50",
  ]) {
    expect(offer.text).toContain(words);
  }
  // The amount is nothing that a form could say.
  const fields = { method: "test_approve", amountMinor: "1", currency: "CNY" };
  const paid = await visitor.submit(`/sales/${saleId}/deposit`, fields);
  expect([paid.status, paid.path]).toEqual([200, `/sales/${saleId}/deposit`]);
  expect(paid.text).toContain("We have received your deposit of €50.");
  expect(paid.text).toContain("Without a deposit you cannot register");
  expect(paid.html).not.toContain(`action="/sales/${saleId}/deposit"`);
  const { id } = (await ownDeposit(site, saleId, fan)).body;
  expect(await moneyOf(site, id)).toBe(5_000);
  const joined = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect(joined.text).toContain("You are registered");
  expect(joined.html).toContain(`href="/sales/${saleId}/deposit"`);
});

test("who takes it back is told beforehand what follows, and gets the whole of it", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const visitor = visitorOf(fan);
  await visitor.submit(`/sales/${saleId}/deposit`, { method: "test_approve" });
  good(await site.join(saleId, fan));
  const page = await visitor.open(`/sales/${saleId}/deposit`);
  expect(page.text).toContain("without the deposit you are then taken off the list");
  const back = await visitor.submit(`/sales/${saleId}/deposit/return`, {});
  expect(back.text).toContain("Your deposit of €50 has been given back.");
  expect(back.html).toContain(`action="/sales/${saleId}/deposit"`);
  const { body } = await ownDeposit(site, saleId, fan);
  expect([body["state"], await moneyOf(site, body.id)]).toEqual(["refunded", 0]);
  // Nothing is given back twice; a reload of the address is no form.
  expect((await visitor.submit(`/sales/${saleId}/deposit/return`, {})).status).toBe(200);
  expect((await visitor.open(`/sales/${saleId}/deposit/return`)).path).toBe(
    `/sales/${saleId}/deposit`,
  );
});

test("after the closing the page says what the place rests on, and offers no way around", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const visitor = visitorOf(fan);
  await visitor.submit(`/sales/${saleId}/deposit`, { method: "test_approve" });
  good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "draw"));
  await Bun.sleep(1_100);
  const page = await visitor.open(`/sales/${saleId}/deposit`);
  expect(page.text).toContain("your place rests on this deposit");
  expect(page.html).not.toContain("/deposit/return");
  const refused = await visitor.submit(`/sales/${saleId}/deposit/return`, {});
  expect([refused.status, refused.text.includes("your place rests on")]).toEqual([409, true]);
});

test("a payment that waits for its fan leads to the provider, and can be given up", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const visitor = visitorOf(fan);
  const sent = await visitor.submit(`/sales/${saleId}/deposit`, { method: "test_hosted" });
  expect(sent.path).toStartWith("/test-payments/");
  const waits = await visitor.open(`/sales/${saleId}/deposit`);
  expect(waits.text).toContain("Your deposit is being processed.");
  expect(waits.html).toContain(`href="${base}${sent.path}"`);
  expect(waits.html).toContain('http-equiv="refresh"');
  const other = await visitor.submit(`/sales/${saleId}/deposit`, { method: "test_approve" });
  expect([other.status, other.text.includes("Another deposit is being processed.")]).toEqual([
    409,
    true,
  ]);
  const freed = await visitor.submit(`/sales/${saleId}/deposit/return`, {});
  expect(freed.text).toContain("what was reserved is set free");
});

const BAD: readonly (readonly [string, Readonly<Record<string, string>>, number, string])[] = [
  ["no method", {}, 422, "Choose how to pay."],
  ["a method of nobody", { method: "test_magic" }, 422, "Choose how to pay."],
  ["an endless method", { method: "a".repeat(5_000) }, 422, "Choose how to pay."],
];

test.each(BAD)("a form with %s pays nothing and says why", async (_, fields, status, words) => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const page = await visitorOf(fan).submit(`/sales/${saleId}/deposit`, fields);
  expect([page.status, page.text.includes(words)]).toEqual([status, true]);
  expect((await ownDeposit(site, saleId, fan)).status).toBe(404);
});

test("a foreign page's form, a stranger and a declined card pay nothing either", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const foreign = await visitorOf(fan).submit(
    `/sales/${saleId}/deposit`,
    { method: "test_approve" },
    { origin: "https://evil.example" },
  );
  expect(foreign.status).toBe(403);
  expect((await ownDeposit(site, saleId, fan)).status).toBe(404);
  const stranger = new PageVisitor(site.app, { base });
  expect((await stranger.open(`/sales/${saleId}/deposit`)).path).toStartWith("/sign-in");
  const declined = await visitorOf(fan).submit(`/sales/${saleId}/deposit`, {
    method: "test_decline",
  });
  expect(declined.text).toContain("Nothing was charged; try another way.");
});

test("a sale without a deposit has no page for one, and no sale has none at all", async () => {
  const saleId = await site.publish();
  const visitor = visitorOf(site.fan());
  expect((await visitor.open(`/sales/${saleId}/deposit`)).path).toBe(`/sales/${saleId}/waiting`);
  expect((await visitor.open(`/sales/${saleId}/waiting`)).html).not.toContain("/deposit");
  expect((await visitor.open("/sales/nonsense/deposit")).status).toBe(404);
});

test("the page speaks Chinese, and calls the deposit one that comes back", async () => {
  const saleId = await site.publish(withDeposit());
  const visitor = visitorOf(site.fan(), "zh-CN");
  const offer = await visitor.open(`/sales/${saleId}/deposit`);
  expect(offer.text).toContain("押金将全额退还");
  const paid = await visitor.submit(`/sales/${saleId}/deposit`, { method: "test_approve" });
  expect(paid.text).toContain("已收到您的押金");
});
