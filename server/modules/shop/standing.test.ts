import { expect, test } from "bun:test";
import { openAccount } from "../../../tests/support/sale-accounts.ts";
import { createOrderSite, DELIVERY } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const variants = [{ variantId: site.variants[0], stock: 5 }];

function visit(fan: TestFan, language = "en"): PageVisitor {
  return new PageVisitor(site.app, { base, cookie: fan.cookie, language });
}

/** The fan's own page, once it says this. */
function pageWith(visitor: PageVisitor, saleId: string, text: string) {
  return until(async () => {
    const page = await visitor.open(`/sales/${saleId}/waiting`);
    return page.text.includes(text) && page;
  });
}

/** Buys once, so that a sale for earlier buyers takes the fan. */
async function buy(fan: TestFan): Promise<{ readonly orderId: string }> {
  const saleId = await site.openSale({ variants });
  good(await site.join(saleId, fan));
  const { claim } = good(await site.claim(saleId, fan)).body as unknown as {
    claim: { id: string };
  };
  const held = { saleId, claimId: claim.id, fan };
  good(await site.pay(held, "test_approve"));
  await until(async () => (await site.orderOf(held)).body["state"] === "paid");
  return { orderId: claim.id };
}

test("whom the closing took off the list reads why, and joins when it fits again", async () => {
  const fan = site.fan();
  const { orderId } = await buy(fan);
  const eligibility = { anyOf: [{ earlierPurchase: true }] };
  const saleId = await site.publish({ variants, eligibility });
  const visitor = visit(fan);
  const registered = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect(registered.text).toContain("You are registered");
  const key = { headers: { authorization: site.owner, "idempotency-key": crypto.randomUUID() } };
  const refund = { body: { reason: "changed my mind" }, ...key };
  good(await site.send("POST", `/orders/${orderId}/refunds`, refund));
  await until(async () => {
    const order = await site.askAs(fan, "GET", `/orders/${orderId}`);
    return order.body["state"] === "refunded";
  });
  good(await site.operate(saleId, "PUT", "draw"));

  const refused = await pageWith(visitor, saleId, "You are not on the list");
  expect(refused.text).toContain("did not meet the conditions of this sale any more");
  expect(refused.text).toContain("You have bought something here before.");
  const chinese = await visit(fan, "zh-CN").open(`/sales/${saleId}/waiting`);
  expect(chinese.text).toContain("未满足的条件");
  expect(chinese.text).toContain("曾在本站购买过商品。");
  const before = await site.footprint();
  const again = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect([again.status, again.text.includes("does not meet the conditions")]).toEqual([403, true]);
  expect(await site.footprint()).toEqual(before);

  await buy(fan);
  const joined = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect(joined.text).toMatch(/Your place is|The draw is under way|in line/);
});

test("who is too new reads from when on the account is old enough", async () => {
  const fan = site.fan();
  await openAccount(site, fan, { ageDays: 29 });
  const saleId = await site.publish({ variants, eligibility: { anyOf: [{ accountAgeDays: 30 }] } });
  const page = await visit(fan).submit(`/sales/${saleId}/registrations`, {});
  expect([page.status, page.text.includes("Yours will be so from")]).toEqual([403, true]);
});

test("a barred fan reads what that means, and after the decision the answer", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan], { variants });
  good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "duplicate_person" }));
  const visitor = visit(fan);
  const page = await pageWith(visitor, saleId, "Your place was removed");
  expect(page.text).toContain("you cannot register for it again");
  const text = "My sister lives at the same address.";
  await visitor.submit(`/sales/${saleId}/appeals`, { text });
  const { items } = good(await site.operate(saleId, "GET", "appeals")).body as unknown as {
    items: { id: string }[];
  };
  const decision = { decision: "uphold", answer: "The same card was used <twice>." };
  good(await site.operate(saleId, "PUT", `appeals/${items[0]?.id}/decision`, decision));
  const answered = await pageWith(visitor, saleId, "Your appeal was not granted.");
  expect(answered.text).toContain("The same card was used <twice>.");
  expect(answered.text).toContain(text);
  expect(answered.html).not.toContain(`action="/sales/${saleId}/appeals"`);
});

test("whose hold is over joins again at the end of the line", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan], { variants });
  const { claim } = good(await site.claim(saleId, fan)).body as unknown as {
    claim: { id: string };
  };
  const visitor = visit(fan);
  await visitor.submit(`/orders/${claim.id}/cancel`, { sale: saleId });
  const over = await pageWith(visitor, saleId, "You let your units go");
  expect(over.text).toContain("You may join again at the end of the line.");
  await visitor.submit(`/sales/${saleId}/registrations`, {});
  await pageWith(visitor, saleId, "It is your turn");
});

test("where all is sold, whose hold is over reads that joining would not help", async () => {
  const [buyer, late] = [site.fan(), site.fan()];
  const saleId = await site.openSale({ variants: [{ variantId: site.variants[0], stock: 1 }] });
  for (const fan of [late, buyer]) good(await site.join(saleId, fan));
  const claimOf = async (fan: TestFan) =>
    (good(await site.claim(saleId, fan)).body as unknown as { claim: { id: string } }).claim.id;
  const lateClaim = await claimOf(late);
  await visit(late).submit(`/orders/${lateClaim}/cancel`, { sale: saleId });
  good(await site.pay({ saleId, claimId: await claimOf(buyer), fan: buyer }, "test_approve"));
  const page = await pageWith(visit(late), saleId, "No unit is left");
  expect(page.html).not.toContain(`action="/sales/${saleId}/registrations"`);
});

test("an account that is no more keeps no address, and its browser is told so", async () => {
  const saleId = await site.openSale({ variants });
  const held = await site.hold(saleId);
  const visitor = visit(held.fan);
  const { termsVersion } = site.platform.legalTexts;
  const address = Object.fromEntries(
    Object.entries(DELIVERY).map(([name, value]) => [name, value ?? ""]),
  );
  const fields = { ...address, remember: "1", terms: "1", termsVersion };
  const before = await site.footprint();
  const details = await visitor.submit(`/sales/${saleId}/details`, fields);
  const form = { ...fields, sale: saleId, method: "test_approve" };
  const payment = await visitor.submit(`/orders/${held.claimId}/payments`, form);
  for (const page of [details, payment]) {
    expect([page.status, page.text.includes("does not exist any more")]).toEqual([409, true]);
    expect(page.html).toContain(`value="${DELIVERY.line1}"`);
  }
  expect(await site.footprint()).toEqual(before);
  expect(await site.atProvider(held)).toEqual([]);
  const { remember: _, ...without } = fields;
  expect((await visitor.submit(`/sales/${saleId}/details`, without)).text).toContain("Saved.");
});
