import { expect, test } from "bun:test";
import { createOrderSite, DELIVERY, type HeldClaim } from "../../../tests/support/orders.ts";
import { openAccount } from "../../../tests/support/sale-accounts.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();

async function read(path: string) {
  return good(await site.send("GET", path, { as: site.owner })).body;
}

async function paid(saleId: string, delivery: Readonly<Record<string, unknown>>) {
  const held = await site.hold(saleId);
  good(await site.pay(held, "test_approve", { delivery: { ...DELIVERY, ...delivery } }));
  return held;
}

const variants = [{ variantId: site.variants[0], stock: 20 }];

/** Waits until the tables show the order as the lane has it. */
function shown({ saleId, claimId }: HeldClaim, state: string) {
  return until(async () => {
    const order = await site.send("GET", `/sales/${saleId}/orders/${claimId}`, { as: site.owner });
    return order.body["state"] === state && order.body;
  });
}

test("orders that go to one door are shown together, however the address is spelled", async () => {
  const saleId = await site.openSale({ variants });
  const same = [
    await paid(saleId, { line1: "1 Nanjing Road", name: "Anna Zhao" }),
    await paid(saleId, { line1: "1, nanjing road", name: "Bo Zhao" }),
    await paid(saleId, { line1: "1 NANJING ROAD", name: "Cy Zhao" }),
  ];
  for (const line1 of ["2 Nanjing Road", "3 Nanjing Road"]) await paid(saleId, { line1 });
  const { items } = (await read(`/sales/${saleId}/order-clusters`)) as unknown as {
    items: { reason: string; size: number; orders: { orderId: string }[] }[];
  };
  const byAddress = items.find(({ reason }) => reason === "same_address");
  expect(byAddress).toMatchObject({ size: 3, strength: "weak" });
  const ids = byAddress?.orders.map(({ orderId }) => orderId);
  expect(ids).toEqual(same.map(({ claimId }) => claimId).sort());
});

test("the staff finds an order by its id, by address, and what became of its money", async () => {
  const saleId = await site.openSale({ variants });
  const held = await paid(saleId, {});
  await paid(saleId, {});
  const email = await openAccount(site, held.fan);
  await shown(held, "paid");
  for (const search of [held.claimId, held.fan.id, email]) {
    const found = await read(`/sales/${saleId}/orders?search=${encodeURIComponent(search)}`);
    expect(found["items"]).toMatchObject([{ id: held.claimId, fan: { name: "A fan", email } }]);
  }
  expect((await read(`/sales/${saleId}/orders?search=nobody@fans.test`))["items"]).toEqual([]);

  const body = { amountMinor: 900, reason: "a scratch" };
  good(await site.send("POST", `/orders/${held.claimId}/refunds`, { as: site.owner, body }));
  const detail = await read(`/sales/${saleId}/orders/${held.claimId}`);
  expect(detail).toMatchObject({
    refundableMinor: 199_000,
    payments: [{ state: "captured", amountMinor: 199_900 }],
    refunds: [{ amountMinor: 900, reason: "a scratch", isWhole: false, problem: null }],
  });
  expect(await read(`/sales/${saleId}/order-totals`)).toMatchObject({
    states: [{ state: "paid", orders: 2 }],
    money: [{ currency: "CNY", orders: 2, takenMinor: 399_800, refundedMinor: 900 }],
  });
  const other = await site.openSale({ variants });
  const elsewhere = await site.send("GET", `/sales/${other}/orders/${held.claimId}`, {
    as: site.owner,
  });
  expect(refusal(elsewhere)).toBe("404 order_not_found");
  const moderator = await site.keyOf("moderator");
  for (const path of ["order-totals", "order-clusters", `orders/${held.claimId}`]) {
    const refused = await site.send("GET", `/sales/${saleId}/${path}`, { as: moderator });
    expect(refused.status).toBe(403);
  }
});
