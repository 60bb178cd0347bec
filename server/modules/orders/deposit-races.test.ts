import { expect, setDefaultTimeout, test } from "bun:test";
import { moneyOf, payDeposit, takeBack, withDeposit } from "../../../tests/support/deposits.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, refusal } from "../../../tests/support/sale.ts";

setDefaultTimeout(30_000);

const site = await createOrderSite();

test("in an open sale nobody takes the deposit back and keeps the registration, however quick", async () => {
  const saleId = await site.publish({ ...withDeposit(), kind: "open", drawMode: null });
  const fans = Array.from({ length: 12 }, () => site.fan());
  const outcomes = await Promise.all(
    fans.map(async (fan) => {
      const paid = good(await payDeposit(site, saleId, fan));
      const [joined, taken] = await Promise.all([
        site.join(saleId, fan),
        takeBack(site, saleId, fan),
      ]);
      const minor = await moneyOf(site, paid.body.id);
      const isEntered = joined.status === 201 || joined.status === 200;
      return { isEntered, minor, told: taken.status === 200 ? "returned" : refusal(taken) };
    }),
  );
  for (const { isEntered, minor, told } of outcomes) {
    expect({ isEntered, minor, told }).toEqual(
      isEntered
        ? { isEntered, minor: 5_000, told: "409 deposit_bound" }
        : { isEntered, minor: 0, told: "returned" },
    );
  }
});
