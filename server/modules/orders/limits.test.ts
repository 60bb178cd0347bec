import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, DELIVERY } from "../../../tests/support/orders.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";
import { inTransaction } from "../../platform/database/database.ts";
import { newId } from "../../platform/ids.ts";
import { takeSlots } from "./payment/limit-slots.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const variants = [{ variantId: site.variants[0], stock: 20 }];

function slots(kind: string, saleId: string) {
  return sql<{ count: number }>`
    select count(*) from orders.limit_slots where sale_id = ${saleId} and kind = ${kind}`
    .execute(site.platform.database.kysely)
    .then(({ rows }) => rows[0]?.count ?? 0);
}

test("an address gets as many orders as the sale allows, however it is spelt", async () => {
  const saleId = await site.openSale({ variants, ordersPerAddress: 2 });
  const spellings = [DELIVERY, { ...DELIVERY, name: "Bo", line1: "1, NANJING road" }];
  for (const delivery of spellings) {
    const held = await site.hold(saleId);
    expect(good(await site.pay(held, "test_approve", { delivery })).body["state"]).toBe("captured");
  }
  const third = await site.hold(saleId);
  const refused = await site.pay(third, "test_approve", {
    delivery: { ...DELIVERY, line1: "1 Nanjing Road, flat 5", line2: null },
  });
  expect(refusal(refused)).toBe("409 address_limit_reached");
  expect(refused.body["detail"]).toContain("at most 2 orders");
  expect(await site.claimState(third)).toBe("released");
  expect(await site.atProvider(third)).toEqual([]);
});

test("of many who pay at once for one address, exactly as many as allowed succeed", async () => {
  const saleId = await site.openSale({ variants, ordersPerAddress: 3 });
  const held = await Promise.all(Array.from({ length: 10 }, () => site.hold(saleId)));
  const replies = await Promise.all(held.map((one) => site.pay(one, "test_approve")));
  const words = replies.map((reply) =>
    reply.status < 300 ? String(reply.body["state"]) : refusal(reply),
  );
  expect(words.filter((word) => word === "captured")).toHaveLength(3);
  expect(words.filter((word) => word === "409 address_limit_reached")).toHaveLength(7);
});

test("servers that reach for the same slots at once never share one", async () => {
  const { database } = site.platform;
  const saleId = await site.openSale({ variants });
  const orderIds = Array.from({ length: 24 }, () => newId<"claim">());
  await sql`
    insert into orders.orders (id, sale_id, place, lines, state, claimed_at)
    select id, ${saleId}, 1, '[]', 'paying', now()
    from unnest(${orderIds}::uuid[]) as n (id)`.execute(database.kysely);
  const hash = Buffer.alloc(32, 1);
  const granted = await Promise.all(
    orderIds.map((orderId) =>
      inTransaction(database, async (tx) => {
        const request = { saleId, orderId, kind: "address", hash, limit: 7 } as const;
        const taken = await takeSlots(tx, [request]);
        // The others reach for their slots while this one is not committed.
        await sql`select pg_sleep(0.01)`.execute(tx);
        return taken[0];
      }),
    ),
  );
  expect(granted.filter(Boolean)).toHaveLength(7);
  expect(await slots("address", saleId)).toBe(7);
});

test("a means of payment pays as many orders as the sale allows; what is beyond is voided", async () => {
  const saleId = await site.openSale({ variants, ordersPerInstrument: 1 });
  const [first, second, third] = [
    await site.hold(saleId),
    await site.hold(saleId),
    await site.hold(saleId),
  ];
  expect(good(await site.pay(first, "test_card_one")).body["state"]).toBe("captured");
  const refused = await site.pay(second, "test_card_one");
  expect(refusal(refused)).toBe("409 instrument_limit_reached");
  expect(refused.body["payment"]).toMatchObject({ state: "voided" });
  expect(await site.atProvider(second)).toMatchObject([{ state: "voided" }]);
  expect(await site.claimState(second)).toBe("released");
  expect(good(await site.pay(third, "test_card_two")).body["state"]).toBe("captured");
});

test("an order that ends gives its slot up; a sale without limits keeps nothing", async () => {
  const saleId = await site.openSale({ variants, ordersPerAddress: 1, ordersPerInstrument: 1 });
  const first = await site.hold(saleId);
  good(await site.pay(first, "test_decline"));
  expect(await slots("address", saleId)).toBe(1);
  const path = `/orders/${first.claimId}/cancellation`;
  expect((await site.askAs(first.fan, "PUT", path)).status).toBe(204);
  await until(async () => (await slots("address", saleId)) === 0);
  const second = await site.hold(saleId);
  good(await site.pay(second, "test_card_one"));
  expect([await slots("address", saleId), await slots("instrument", saleId)]).toEqual([1, 1]);
  good(
    await site.send("POST", `/orders/${second.claimId}/refunds`, {
      body: { reason: "changed their mind" },
      as: site.owner,
    }),
  );
  expect([await slots("address", saleId), await slots("instrument", saleId)]).toEqual([0, 0]);
  const free = await site.hold(await site.openSale());
  good(await site.pay(free, "test_approve"));
  expect(await slots("address", free.saleId)).toBe(0);
});

test("a fan who corrects the address after a decline counts at the new one alone", async () => {
  const saleId = await site.openSale({ variants, ordersPerAddress: 1 });
  const first = await site.hold(saleId);
  good(await site.pay(first, "test_decline"));
  const delivery = { ...DELIVERY, line1: "9 Elsewhere" };
  expect(good(await site.pay(first, "test_approve", { delivery })).body["state"]).toBe("captured");
  const second = await site.hold(saleId);
  expect(good(await site.pay(second, "test_approve")).body["state"]).toBe("captured");
  expect(await slots("address", saleId)).toBe(2);
});

test("what is kept of addresses and cards is a hash that differs from sale to sale", async () => {
  const hashes = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    const saleId = await site.openSale({ ordersPerAddress: 1, ordersPerInstrument: 1 });
    good(await site.pay(await site.hold(saleId), "test_card_one"));
    const { rows } = await sql<{ hash: Buffer }>`
      select hash from orders.limit_slots where sale_id = ${saleId}`.execute(
      site.platform.database.kysely,
    );
    for (const { hash } of rows) hashes.add(hash.toString("hex"));
  }
  expect([...hashes].map((hash) => hash.length)).toEqual([64, 64, 64, 64]);
});
