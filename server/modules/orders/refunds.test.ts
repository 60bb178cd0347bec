import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, type HeldClaim } from "../../../tests/support/orders.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const PRICE = 199_900;

async function paidOrder(offer: Readonly<Record<string, unknown>> = {}): Promise<HeldClaim> {
  const held = await site.hold(await site.openSale(offer));
  expect(good(await site.pay(held, "test_approve")).body["state"]).toBe("captured");
  return held;
}

function refund(held: HeldClaim, body: unknown, more: { key?: string; as?: string } = {}) {
  return site.send("POST", `/orders/${held.claimId}/refunds`, {
    body,
    as: more.as ?? site.owner,
    ...(more.key === undefined ? {} : { headers: { "idempotency-key": more.key } }),
  });
}

test("a whole refund gives money and units back, and is in the audit log", async () => {
  const variants = [{ variantId: site.variants[0], stock: 1 }];
  const saleId = await site.openSale({ variants, waitingLimit: 5 });
  const [first, second] = [await site.hold(saleId), await site.hold(saleId)];
  expect(second.state).toBe("waiting");
  good(await site.pay(first, "test_approve"));
  const refunded = await refund(first, { reason: "arrived broken" });
  expect(refunded.status).toBe(201);
  expect(refunded.body).toMatchObject({
    state: "settled",
    amountMinor: PRICE,
    currency: "CNY",
    isWhole: true,
    problem: null,
  });
  expect(await site.atProvider(first)).toMatchObject([{ refundedMinor: PRICE }]);
  expect(await site.claimState(first)).toBe("returned");
  expect(await site.claimState(second)).toBe("held");
  expect(good(await site.orderOf(first)).body).toMatchObject({
    state: "refunded",
    refundedMinor: PRICE,
    payment: { state: "refunded" },
  });
  const { rows } = await sql<{ details: unknown }>`
    select details from accounts.operator_actions
    where action = 'order.refunded' and subject = ${`order:${first.claimId}`}`.execute(
    site.platform.database.kysely,
  );
  expect(rows).toMatchObject([{ details: { amountMinor: PRICE, reason: "arrived broken" } }]);
});

test("parts add up to the whole, and not to more", async () => {
  const held = await paidOrder();
  const part = await refund(held, { amountMinor: 100_000, reason: "late" });
  expect(part.body).toMatchObject({ state: "settled", isWhole: false });
  expect(await site.claimState(held)).toBe("paid");
  expect(good(await site.orderOf(held)).body).toMatchObject({
    state: "paid",
    refundedMinor: 100_000,
  });
  const tooMuch = await refund(held, { amountMinor: 99_901, reason: "late" });
  expect(refusal(tooMuch)).toBe("422 refund_too_large");
  expect(tooMuch.body["leftMinor"]).toBe(99_900);
  const rest = await refund(held, { reason: "late" });
  expect(rest.body).toMatchObject({ amountMinor: 99_900, isWhole: true, state: "settled" });
  expect(refusal(await refund(held, { reason: "again" }))).toBe("422 refund_too_large");
  expect(await site.atProvider(held)).toMatchObject([{ refundedMinor: PRICE }]);
});

test("the last part is not the whole while the provider owes or has refused another", async () => {
  const held = await paidOrder();
  await sql`
    insert into orders.refunds (id, order_id, payment_id, amount_minor, is_whole, reason,
      requested_at, look_at)
    select ${crypto.randomUUID()}, order_id, id, 150000, false, 'late', now(), now() + '1 day'
    from orders.payments where order_id = ${held.claimId}`.execute(site.platform.database.kysely);
  const last = await refund(held, { reason: "arrived broken" });
  expect(last.body).toMatchObject({ state: "settled", amountMinor: 49_900, isWhole: false });
  expect(await site.claimState(held)).toBe("paid");
  expect(good(await site.orderOf(held)).body).toMatchObject({
    state: "paid",
    refundedMinor: 49_900,
  });
  await sql`update orders.refunds set state = 'failed' where state = 'requested'`.execute(
    site.platform.database.kysely,
  );
  expect((await refund(held, { reason: "again" })).body).toMatchObject({
    amountMinor: 150_000,
    isWhole: true,
  });
  expect(await site.claimState(held)).toBe("returned");
});

test("ten refunds at once give back no more than was paid", async () => {
  const held = await paidOrder();
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => refund(held, { amountMinor: 60_000, reason: "late" })),
  );
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(3);
  expect(await site.atProvider(held)).toMatchObject([{ refundedMinor: 180_000 }]);
});

test("a request repeated with its key makes one refund; another request is refused", async () => {
  const held = await paidOrder();
  const body = { amountMinor: 1_000, reason: "goodwill" };
  const replies = await Promise.all([1, 2, 3].map(() => refund(held, body, { key: "k1" })));
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(
    replies
      .map((reply) => String(reply.status))
      .toSorted()
      .join(),
  ).toBe("200,200,201");
  const other = await refund(held, { ...body, amountMinor: 2_000 }, { key: "k1" });
  expect(refusal(other)).toBe("409 refund_differs");
  expect(await site.atProvider(held)).toMatchObject([{ refundedMinor: 1_000 }]);
});

test("after the sale is over for good, money goes back and units stay out of it", async () => {
  const held = await paidOrder();
  good(await site.operate(held.saleId, "PUT", "ending", {}));
  await until(async () => (await site.sales.findSale(held.saleId))?.isLaneClosed === true);
  const refunded = await refund(held, { reason: "withdrawal" });
  expect(refunded.body).toMatchObject({ state: "settled", isWhole: true });
  expect(good(await site.orderOf(held)).body["state"]).toBe("refunded");
  expect(await site.claimState(held)).toBe("paid");
});

test("a refund that a crash has interrupted is finished, once", async () => {
  const { kysely } = site.platform.database;
  const held = await paidOrder();
  const { id } = (await refund(held, { reason: "late" })).body;
  // As if the provider had done it and nobody here had heard of that.
  await sql`update orders.refunds set state = 'requested', look_at = now()
            where id = ${id}`.execute(kysely);
  await sql`update orders.payments set state = 'captured', refunded_minor = 0
            where order_id = ${held.claimId}`.execute(kysely);
  await sql`update orders.orders set state = 'paid' where id = ${held.claimId}`.execute(kysely);
  await until(async () => (await site.orderOf(held)).body["state"] === "refunded");
  expect(await site.atProvider(held)).toMatchObject([{ refundedMinor: PRICE }]);
});

test("what was not paid cannot be given back, and not everybody may", async () => {
  const held = await site.hold(await site.openSale());
  await until(async () => (await site.orderOf(held)).status === 200);
  expect(refusal(await refund(held, { reason: "x" }))).toBe("409 order_not_paid");
  const unknown = { ...held, claimId: crypto.randomUUID() };
  expect(refusal(await refund(unknown, { reason: "x" }))).toBe("404 order_not_found");
  const support = await site.keyOf("support");
  expect(refusal(await refund(held, { reason: "x" }, { as: support }))).toBe(
    "403 permission_missing",
  );
});

test("who follows the orders is told of each refund with its amount, in order", async () => {
  const held = await paidOrder();
  await refund(held, { amountMinor: 5_000, reason: "late" });
  await refund(held, { reason: "late" });
  const changes = (await site.orders.listOrderChanges(0, 1_000)).filter(
    ({ orderId }) => orderId === held.claimId,
  );
  expect(changes.map(({ change, amountMinor }) => [change, amountMinor])).toEqual([
    ["paid", PRICE],
    ["refunded", 5_000],
    ["refunded", PRICE - 5_000],
  ]);
  expect(changes[0]).toMatchObject({ saleId: held.saleId, fanId: held.fan.id, currency: "CNY" });
  const after = changes[1]?.sequence ?? 0;
  const rest = await site.orders.listOrderChanges(after, 1);
  expect(rest.map(({ sequence }) => sequence)).toEqual([changes[2]?.sequence ?? 0]);
});
