import { expect, setDefaultTimeout, test } from "bun:test";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const PRICE = 199_900;

test("the revenue of a sale counts what was captured and what went back, by currency", async () => {
  const saleId = await site.openSale({ variants: [{ variantId: site.variants[0], stock: 9 }] });
  const revenue = async () =>
    good(await site.send("GET", `/sales/${saleId}/revenue`, { as: site.owner })).body;
  expect(await revenue()).toMatchObject({ orders: [], currencies: [] });
  const [first, second, third] = [
    await site.hold(saleId),
    await site.hold(saleId),
    await site.hold(saleId),
  ];
  good(await site.pay(first, "test_approve"));
  good(await site.pay(second, "test_approve"));
  await site.pay(third, "test_decline");
  const body = { reason: "a scratch", amountMinor: 5_000 };
  good(await site.send("POST", `/orders/${second.claimId}/refunds`, { as: site.owner, body }));
  // A declined payment leaves the hold as it is; the tables follow a moment later.
  const isThere = async () => JSON.stringify(await revenue()).includes('"paying"');
  await until(isThere);
  expect(await revenue()).toMatchObject({
    orders: [
      { state: "paid", count: 2 },
      { state: "paying", count: 1 },
    ],
    currencies: [{ currency: "CNY", orders: 2, capturedMinor: 2 * PRICE, refundedMinor: 5_000 }],
  });
});
