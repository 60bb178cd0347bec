import { expect, setDefaultTimeout, test } from "bun:test";
import {
  depositIs,
  joinWithDeposit,
  payDeposit,
  takeBack,
  withDeposit,
} from "../../../tests/support/deposits.ts";
import { createNoticeSite } from "../../../tests/support/notices.ts";
import { good } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createNoticeSite();
const names = { en: "Second round", "zh-Hans": "第二轮发售" };

test("a deposit is told of when it has arrived and when it is back, each once", async () => {
  const saleId = await site.publish({ names, ...withDeposit() });
  const [english] = await site.members(1);
  const [chinese] = await site.members(1, { locale: "zh-Hans" });
  if (english === undefined || chinese === undefined) throw new Error("there are two members");
  good(await payDeposit(site, saleId, english));
  const other = await joinWithDeposit(site, saleId, chinese);
  await site.tellAll();
  const [received] = await site.told(english);
  expect([received?.about, received?.subject]).toEqual([
    "deposit_received",
    "Your deposit has arrived: Second round",
  ]);
  expect(received?.text).toContain("your deposit of €50 for");
  expect(received?.text).toContain("All of it comes back to you");
  expect(received?.text).toContain(`http://millet.test/sales/${saleId}/deposit`);

  good(await takeBack(site, saleId, english));
  good(await site.operate(saleId, "DELETE", "publication"));
  await depositIs(site, other, "refunded");
  await site.tellAll();
  await site.tellAll();
  expect(await site.toldOf(english)).toEqual(["deposit_received", "deposit_returned"]);
  const back = (await site.told(english)).at(-1);
  expect(back?.subject).toBe("Your deposit is back: Second round");
  expect(back?.text).toContain("You took it back.");
  const told = (await site.told(chinese)).find(({ about }) => about === "deposit_returned");
  expect(told?.subject).toBe("押金已退还：第二轮发售");
  expect(told?.text).toContain("本次发售已取消。");
});

test("a deposit that was never taken is told of nowhere", async () => {
  const saleId = await site.publish({ names, ...withDeposit() });
  const [fan] = await site.members(1);
  if (fan === undefined) throw new Error("there is a member");
  good(await payDeposit(site, saleId, fan, "test_decline"));
  good(await payDeposit(site, saleId, fan, "test_hosted"));
  good(await takeBack(site, saleId, fan));
  await site.tellAll();
  expect(await site.toldOf(fan)).toEqual([]);
});
