import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, DELIVERY } from "../../../tests/support/orders.ts";
import { testConfig } from "../../../tests/support/platform.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";
import { clearDeliveries } from "./commands/clear-deliveries.ts";
import { personalDataOf } from "./commands/erase-fan.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;
const { termsVersion } = site.platform.legalTexts;
const personalData = personalDataOf(site);

/** A fan with an account, for what accounts keep. */
async function keepAccount(fanId: string): Promise<void> {
  await sql`insert into accounts.fans (id, name, email, email_verified)
            values (${fanId}, 'Anna', ${`${fanId}@fans.test`}, true)`.execute(kysely);
}

test("details kept for a sale are what a payment takes when it brings none", async () => {
  const held = await site.hold(await site.openSale());
  const path = `/sales/${held.saleId}/checkout`;
  const empty = good(await site.askAs(held.fan, "GET", path)).body;
  expect(empty).toMatchObject({
    delivery: null,
    isPrefilled: false,
    currencies: ["CNY"],
    currentTermsVersion: termsVersion,
    provider: "test",
    isTest: true,
  });
  const details = { delivery: DELIVERY, currency: "CNY", termsVersion, marketingConsent: true };
  expect(good(await site.askAs(held.fan, "PUT", path, details)).body).toMatchObject(details);
  const paid = good(await site.payWith(held, { method: "test_approve" }));
  expect(paid.body["state"]).toBe("captured");
  const order = good(await site.orderOf(held)).body;
  expect(order).toMatchObject({ delivery: DELIVERY, currency: "CNY" });
  const { rows } = await sql<{ consent: boolean; terms: string }>`
    select marketing_consent as consent, terms_version as terms from orders.payments
    where order_id = ${held.claimId}`.execute(kysely);
  expect(rows).toEqual([{ consent: true, terms: termsVersion }]);
});

test("the account's address is offered, and kept there only when the fan says so", async () => {
  const fan = site.fan();
  await keepAccount(fan.id);
  const first = await site.openSale();
  const path = `/sales/${first}/checkout`;
  good(await site.askAs(fan, "PUT", path, { delivery: DELIVERY }));
  expect(await site.accounts.findDeliveryAddress(fan.id)).toBeUndefined();
  good(await site.askAs(fan, "PUT", path, { delivery: DELIVERY, rememberAddress: true }));
  expect(await site.accounts.findDeliveryAddress(fan.id)).toEqual(DELIVERY);
  const other = good(await site.askAs(fan, "GET", `/sales/${await site.openSale()}/checkout`));
  expect(other.body).toMatchObject({ delivery: DELIVERY, isPrefilled: true });
  // An erased account's cookie may be believed for some minutes in another browser.
  const erased = site.fan();
  good(await site.askAs(erased, "PUT", path, { delivery: DELIVERY, rememberAddress: true }));
  expect(await site.accounts.findDeliveryAddress(erased.id)).toBeUndefined();
});

test("a sale in two currencies asks for one of them, and takes its own price", async () => {
  const names = { en: "Two prices" };
  const prices = [
    { currency: "CNY", amountMinor: 10_000 },
    { currency: "JPY", amountMinor: 210 },
  ];
  const sku = `TWO-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
  const product = good(
    await site.send("POST", "/products", {
      body: { names, variants: [{ sku, names, prices }] },
      as: site.owner,
    }),
  );
  const [variant] = product.body["variants"] as { id: string }[];
  const variants = [{ variantId: variant?.id, stock: 5, claimLimit: 2 }];
  const held = await site.hold(await site.openSale({ variants }), [
    { variantId: variant?.id, quantity: 2 },
  ]);
  expect(refusal(await site.pay(held, "test_approve"))).toBe("422 currency_needed");
  const paid = good(await site.pay(held, "test_approve", { currency: "JPY" }));
  expect(paid.body).toMatchObject({ currency: "JPY", amountMinor: 420 });
  expect(await site.atProvider(held)).toMatchObject([{ currency: "JPY", amountMinor: 420 }]);
});

test("operators list a sale's orders page by page, and by state", async () => {
  const saleId = await site.openSale({ variants: [{ variantId: site.variants[0], stock: 9 }] });
  const held = [await site.hold(saleId), await site.hold(saleId), await site.hold(saleId)];
  const [first] = held;
  if (first === undefined) throw new Error("three were held");
  good(await site.pay(first, "test_approve"));
  const page = async (query: string) =>
    good(await site.send("GET", `/sales/${saleId}/orders${query}`, { as: site.owner }))
      .body as unknown as {
      items: { id: string; fanId: string; state: string }[];
      nextCursor: string | null;
    };
  await until(async () => (await page("")).items.length === 3);
  const one = await page("?limit=2");
  const two = await page(`?limit=2&cursor=${one.nextCursor}`);
  expect([...one.items, ...two.items].map(({ id }) => id)).toEqual(
    held.map(({ claimId }) => claimId).toSorted(),
  );
  expect(two.nextCursor).toBeNull();
  expect((await page("?state=paid")).items).toMatchObject([
    { id: first.claimId, fanId: first.fan.id, state: "paid" },
  ]);
});

test("the table for spreadsheets is whole, runs no formula, and is in the audit log", async () => {
  const saleId = await site.openSale({ variants: [{ variantId: site.variants[0], stock: 9 }] });
  const held = await site.hold(saleId);
  const delivery = { ...DELIVERY, name: '=HYPERLINK("http://evil.example")', city: "a,b" };
  good(await site.pay(held, "test_approve", { delivery }));
  // More rows than one page has.
  await sql`
    insert into orders.orders (id, sale_id, place, lines, state, claimed_at)
    select gen_random_uuid(), ${saleId}, n, '[]', 'expired', now()
    from generate_series(1, 2500) n`.execute(kysely);
  const response = await site.app.request(
    `http://millet.test/api/v1/sales/${saleId}/orders.csv`,
    { headers: { authorization: site.owner } },
    {},
  );
  expect(response.headers.get("content-type")).toStartWith("text/csv");
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1 + 1 + 2_500);
  expect(new Set(lines).size).toBe(lines.length);
  const row = lines.find((line) => line.startsWith(held.claimId)) ?? "";
  expect(row).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(row).toContain(',"a,b",');
  expect(row).toContain(",199900,0,");
  const { rows } = await sql<{ count: number }>`
    select count(*) from accounts.operator_actions
    where action = 'orders.exported' and subject = ${`sale:${saleId}`}`.execute(kysely);
  expect(rows).toEqual([{ count: 1 }]);
});

test("an account cannot go while units are held or a payment is under way", async () => {
  const held = await site.hold(await site.openSale());
  await until(async () => !(await personalData.mayErase(held.fan.id)).ok);
  good(await site.pay(held, "test_hosted"));
  expect((await personalData.mayErase(held.fan.id)).ok).toBe(false);
  good(await site.ask(held.saleId, held.fan, "DELETE", `claims/${held.claimId}`));
  await until(async () => (await personalData.mayErase(held.fan.id)).ok);
  expect((await personalData.mayErase(site.fan().id)).ok).toBe(true);
});

test("an export holds a fan's orders; an erasure keeps what was paid, without the fan", async () => {
  const held = await site.hold(await site.openSale());
  good(await site.askAs(held.fan, "PUT", `/sales/${held.saleId}/checkout`, { delivery: DELIVERY }));
  good(await site.pay(held, "test_decline", { delivery: { ...DELIVERY, name: "Old Name" } }));
  good(await site.pay(held, "test_approve"));
  expect(await personalData.exportFor(held.fan.id)).toMatchObject({
    orders: [{ id: held.claimId, state: "paid", delivery: DELIVERY }],
    checkouts: [{ saleId: held.saleId, delivery: DELIVERY }],
  });
  expect(await personalData.exportFor(site.fan().id)).toBeNull();
  await kysely.transaction().execute((tx) => personalData.erase(tx, held.fan.id));
  expect(await personalData.exportFor(held.fan.id)).toBeNull();
  const { rows } = await sql`
    select state, fan_id, delivery ->> 'name' as name from orders.payments
    where order_id = ${held.claimId} order by id`.execute(kysely);
  expect(rows).toEqual([
    { state: "declined", fan_id: null, name: null },
    { state: "captured", fan_id: null, name: DELIVERY.name },
  ]);
});

test("addresses go when their time has passed, and not before", async () => {
  const days = site.platform.config.orderRetentionDays;
  const aged = async (method: string, age: number) => {
    const held = await site.hold(await site.openSale());
    const { id } = good(await site.pay(held, method)).body;
    await sql`update orders.payments set created_at = now() - ${age} * interval '1 day'
              where id = ${id}`.execute(kysely);
    return id;
  };
  const kept = [await aged("test_approve", days - 1), await aged("test_decline", 29)];
  const old = [await aged("test_approve", days + 1), await aged("test_decline", 31)];
  await clearDeliveries(site.platform);
  const { rows } = await sql<{ id: string }>`
    select id from orders.payments where delivery is null
      and id = any(${[...kept, ...old]}::uuid[]) order by id`.execute(kysely);
  expect(rows.map(({ id }) => id)).toEqual(old.toSorted());
});

test("production takes no payments unless a provider is set, and never the test by chance", () => {
  const production = { NODE_ENV: "production" };
  expect(testConfig(production).paymentProvider).toBe("none");
  expect(testConfig({ ...production, PAYMENT_PROVIDER: "test" }).paymentProvider).toBe("test");
  expect(testConfig().paymentProvider).toBe("test");
});

test("without a provider nothing can be paid, and a page can say so beforehand", async () => {
  const { database } = site.platform;
  const config = testConfig({ PAYMENT_PROVIDER: "none" });
  const closed = await createOrderSite({ database, runs: false, platform: { config } });
  const held = await site.hold(await site.openSale());
  expect(refusal(await closed.pay(held, "test_approve"))).toBe("503 payments_off");
  const checkout = good(await closed.askAs(held.fan, "GET", `/sales/${held.saleId}/checkout`));
  expect(checkout.body).toMatchObject({ provider: null, isTest: false });
});
