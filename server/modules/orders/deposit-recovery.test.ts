import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import {
  depositIs,
  joinWithDeposit,
  moneyOf,
  ownDeposit,
  payDeposit,
  withDeposit,
} from "../../../tests/support/deposits.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;
const saleId = await site.publish(withDeposit());

/** As a process that died has left it: durable so here, and so at the provider. */
async function leave(id: string, state: string, atProvider: string): Promise<void> {
  await sql`update orders.test_payments set state = ${atProvider} where id = ${id}`.execute(kysely);
  await sql`update orders.deposits set state = ${state}, look_at = now() where id = ${id}`.execute(
    kysely,
  );
}

const LEFT: readonly (readonly [string, string, string, number])[] = [
  // durable here, at the provider, how it ends, what is here then
  ["created", "authorised", "captured", 5_000],
  ["pending", "authorised", "captured", 5_000],
  ["authorised", "authorised", "captured", 5_000],
  ["authorised", "captured", "captured", 5_000],
  ["authorised", "capture_failed", "capture_failed", 0],
  ["created", "declined", "declined", 0],
  ["voiding", "pending", "voided", 0],
  ["voiding", "authorised", "voided", 0],
  ["voiding", "captured", "refunded", 0],
  ["refunding", "captured", "refunded", 0],
];

/** All are left before the first look, so that one look finds them all. */
const left = await Promise.all(
  LEFT.map(async ([durable, atProvider]) => {
    const { id } = good(await payDeposit(site, saleId, site.fan(), "test_hosted")).body;
    await leave(id, durable, atProvider);
    return id;
  }),
);

for (const [index, [durable, atProvider, state, minor]] of LEFT.entries()) {
  test(`a deposit left ${durable}, ${atProvider} at the provider, is ${state} in the end`, async () => {
    const id = left[index] ?? "";
    await depositIs(site, id, state);
    expect(await moneyOf(site, id)).toBe(minor);
  });
}

test("a deposit of which the provider never heard is asked for again", async () => {
  const fan = site.fan();
  const { id } = good(await payDeposit(site, saleId, fan)).body;
  await sql`delete from orders.test_payments where id = ${id}`.execute(kysely);
  await leave(id, "created", "captured");
  await depositIs(site, id, "captured");
  expect(await moneyOf(site, id)).toBe(5_000);
});

test("a refund that the provider refuses is shown, and asked for until the money is back", async () => {
  const fan = site.fan();
  const id = await joinWithDeposit(site, saleId, fan);
  await leave(id, "refunding", "authorised");
  await until(async () => (await itemOf(id))["problem"] === "not_captured");
  expect((await ownDeposit(site, saleId, fan)).body["state"]).toBe("refunding");
  await leave(id, "refunding", "captured");
  await depositIs(site, id, "refunded");
  expect(await moneyOf(site, id)).toBe(0);
});

test("a refund given by hand at the provider is found there", async () => {
  const id = await joinWithDeposit(site, saleId, site.fan());
  await leave(id, "refunding", "authorised");
  await until(async () => (await itemOf(id))["problem"] === "not_captured");
  await sql`update orders.test_payments set state = 'captured', refunded_minor = amount_minor
            where id = ${id}`.execute(kysely);
  await sql`update orders.deposits set look_at = now() where id = ${id}`.execute(kysely);
  await depositIs(site, id, "refunded");
});

test("nobody is asked twice a moment: looks at an old refund come a tenth of its age apart", async () => {
  const id = await joinWithDeposit(site, saleId, site.fan());
  await leave(id, "refunding", "authorised");
  await sql`update orders.deposits set changed_at = now() - interval '100 minutes',
              problem = 'known', look_at = now()
            where id = ${id}`.execute(kysely);
  const wait = async () => {
    const { rows } = await sql<{ minutes: number }>`
      select extract(epoch from look_at - now())::float8 / 60 as minutes
      from orders.deposits where id = ${id}`.execute(kysely);
    return rows[0]?.minutes ?? 0;
  };
  await until(async () => (await wait()) > 5);
  expect(Math.round(await wait())).toBe(10);
});

async function itemOf(id: string): Promise<Record<string, unknown>> {
  const { body } = good(await site.operate(saleId, "GET", "deposits?state=refunding&limit=100"));
  const items = body["items"] as Record<string, unknown>[];
  return items.find((item) => item["id"] === id) ?? {};
}
