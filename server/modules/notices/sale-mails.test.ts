import { expect, test } from "bun:test";
import { createNoticeSite } from "../../../tests/support/notices.ts";
import { good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createNoticeSite();

const names = { en: "First round", "zh-Hans": "首轮发售" };

test("a sale lived through tells each fan what befell them, each thing once, in their language", async () => {
  const english = await site.members(3);
  const chinese = await site.members(2, { locale: "zh-Hans" });
  const rehearsed = site.fan();
  const fans = [...english, ...chinese, rehearsed];
  const saleId = await site.publish({ names, admissionMargin: 10, holdSeconds: 5 });
  for (const fan of fans) good(await site.join(saleId, fan));
  await site.tellAll();
  good(await site.operate(saleId, "PUT", "draw"));
  await site.tellAll();
  good(await site.operate(saleId, "PUT", "opening"));
  const [first, second, third, fourth, ...others] = await site.inOrder(saleId, fans);
  if (!first || !second || !third || !fourth) throw new Error("six fans have places");
  const claimOf = async (fan: typeof first) => {
    const { claim } = good(await site.claim(saleId, fan)).body as unknown as {
      claim: { id: string; state: string };
    };
    return { saleId, fan, claimId: claim.id, state: claim.state };
  };
  // Two units: the first pays, the second lets its hold expire, the third waits and is served.
  const bought = await claimOf(first);
  const left = await claimOf(second);
  const waiting = await claimOf(third);
  const inVain = await claimOf(fourth);
  expect([bought, left, waiting, inVain].map(({ state }) => state)).toEqual([
    "held",
    "held",
    "waiting",
    "waiting",
  ]);
  await site.tellAll();
  good(await site.pay(bought, "test_approve"));
  await until(async () => (await site.claimState(left)) === "expired");
  good(await site.pay(waiting, "test_approve"));
  // Now nothing is left for good.
  await until(async () => {
    const now = await site.sales.forPages.findNow(saleId);
    return now.ok && now.value.final;
  });
  await site.tellAll();
  good(await site.operate(saleId, "PUT", "ending", {}));
  await site.tellAll();
  await site.tellAll();

  const expected = new Map<TestFan, readonly string[]>([
    [first, ["registered", "placed", "held", "paid"]],
    [second, ["registered", "placed", "held", "expired"]],
    [third, ["registered", "placed", "paid"]],
  ]);
  for (const fan of [fourth, ...others]) expected.set(fan, ["registered", "placed", "over"]);
  expected.set(rehearsed, []);
  for (const [fan, list] of expected) {
    const told = await site.toldOf(fan);
    // The one who was served late may or may not have paid before the mail about the hold.
    expect(fan === third ? told.filter((about) => about !== "held") : told).toEqual([...list]);
  }
  const texts = async (fan: typeof first) => await site.told(fan);
  for (const fan of fans) {
    if (fan === rehearsed) continue;
    for (const mail of await texts(fan)) {
      const isChinese = chinese.includes(fan);
      expect(mail.subject).toContain(isChinese ? names["zh-Hans"] : names.en);
      expect(mail.text).toContain(isChinese ? "绝不会" : "We never ask for your password");
      expect(mail.text).toContain("http://millet.test/");
      expect(mail.html).toContain(isChinese ? '<html lang="zh-Hans">' : '<html lang="en">');
      expect(mail.html).not.toMatch(/<img|<form|<script|undefined/);
      expect(mail.text).not.toMatch(/undefined|null|NaN/);
    }
  }
}, 60_000);
