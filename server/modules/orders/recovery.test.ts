import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, type HeldClaim } from "../../../tests/support/orders.ts";
import { good, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;

/** As a process that died has left it: durable so here, and so at the provider. */
async function leave(paymentId: string, state: string, atProvider: string): Promise<void> {
  await sql`update orders.test_payments set state = ${atProvider} where id = ${paymentId}`.execute(
    kysely,
  );
  await sql`update orders.payments set state = ${state}, look_at = now()
            where id = ${paymentId}`.execute(kysely);
}

function stateOf(held: HeldClaim, paymentId: string) {
  return async () =>
    (await site.askAs(held.fan, "GET", `/payments/${paymentId}`)).body["state"] as string;
}

const LEFT: readonly (readonly [string, string, string, string])[] = [
  // durable here, at the provider, how it ends, the claim
  ["created", "authorised", "captured", "paid"],
  ["pending", "authorised", "captured", "paid"],
  ["authorised", "authorised", "captured", "paid"],
  ["authorised", "captured", "captured", "paid"],
  ["created", "declined", "declined", "paying"],
  ["voiding", "authorised", "voided", "paying"],
];

for (const [durable, atProvider, state, claim] of LEFT) {
  test(`a payment left ${durable}, ${atProvider} at the provider, is ${state} in the end`, async () => {
    const held = await site.hold(await site.openSale());
    const { id } = good(await site.pay(held, "test_hosted")).body;
    await leave(id, durable, atProvider);
    await until(async () => (await stateOf(held, id)()) === state);
    expect(await site.claimState(held)).toBe(claim);
    expect((await site.atProvider(held)).map((row) => row.state)).toEqual([state]);
  });
}

test("a payment of which the provider never heard is asked for again", async () => {
  const held = await site.hold(await site.openSale());
  const { id } = good(await site.pay(held, "test_hosted")).body;
  await sql`delete from orders.test_payments where id = ${id}`.execute(kysely);
  await sql`update orders.payments set method = 'test_approve' where id = ${id}`.execute(kysely);
  await sql`update orders.payments set state = 'created', look_at = now()
            where id = ${id}`.execute(kysely);
  await until(async () => (await stateOf(held, id)()) === "captured");
});

test("units of a failed capture come back, though the process died before", async () => {
  const offer = { variants: [{ variantId: site.variants[0], stock: 1 }], waitingLimit: 5 };
  const saleId = await site.openSale(offer);
  const [first, second] = [await site.hold(saleId), await site.hold(saleId)];
  const { id } = good(await site.pay(first, "test_approve")).body;
  await leave(id, "returning", "capture_failed");
  await until(async () => (await stateOf(first, id)()) === "capture_failed");
  await until(async () => (await site.claimState(second)) === "held");
});

test("a lane is kept open while money is reserved and not captured", async () => {
  const saleId = await site.openSale();
  const held = await site.hold(saleId);
  const { id } = good(await site.pay(held, "test_approve")).body;
  // Nobody may finish it before the sale has ended.
  await sql`update orders.payments set state = 'authorised', look_at = now() + interval '1 hour'
            where id = ${id}`.execute(kysely);
  good(await site.operate(saleId, "PUT", "ending", {}));
  await Bun.sleep(1_000);
  expect((await site.sales.findSale(saleId))?.isLaneClosed).toBe(false);
  await sql`update orders.payments set look_at = now() where id = ${id}`.execute(kysely);
  await until(async () => (await site.sales.findSale(saleId))?.isLaneClosed === true);
  expect(await stateOf(held, id)()).toBe("captured");
});
