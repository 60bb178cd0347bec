import { expect, test } from "bun:test";
import { createOrderSite, DELIVERY, type HeldClaim } from "../../../tests/support/orders.ts";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;
const { termsVersion } = site.platform.legalTexts;
const saleId = await site.openSale({ variants: [{ variantId: site.variants[0], stock: 50 }] });

function visit({ fan }: HeldClaim, language = "en"): PageVisitor {
  return new PageVisitor(site.app, { base, cookie: fan.cookie, language });
}

const { phone, line2, name, line1, city, postalCode, country } = DELIVERY;

function fields(method: string, change: Record<string, string> = {}): Record<string, string> {
  const address = { name, line1, line2, city, region: "", postalCode, country, phone };
  // These fans have a session but no account that could keep the address.
  const consent = { terms: "1", termsVersion };
  return { sale: saleId, ...address, ...consent, method, ...change };
}

function without(form: Record<string, string>, field: string): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([key]) => key !== field));
}

/** The page of the order, once it says this. */
function orderWith(held: HeldClaim, text: string) {
  return until(async () => {
    const page = await visit(held).open(`/orders/${held.claimId}?sale=${saleId}`);
    return page.text.includes(text) && page;
  });
}

test("a fan pays by plain forms and finds the order and its address in the account", async () => {
  const held = await site.hold(saleId);
  const visitor = visit(held);
  const page = await visitor.open(`/orders/${held.claimId}?sale=${saleId}`);
  expect(page.text).toContain("Pay for your order");
  expect(page.text).toContain("no real money moves");
  expect(page.html).toContain("Pay CN¥1,999");
  await visitor.submit(`/orders/${held.claimId}/payments`, fields("test_approve"));
  const paid = await orderWith(held, "We have mailed you the confirmation.");
  expect(paid.text).toContain("1 Nanjing Road");
  expect(paid.text).toContain("CN¥1,999");
  expect(await site.claimState(held)).toBe("paid");
  const list = await visitor.open("/orders");
  expect(list.html).toContain(`/orders/${held.claimId}`);
  expect(list.text).toContain("Siskin One");
  const chinese = await visit(held, "zh-CN").open("/orders");
  expect(chinese.text).toContain("我的订单");
  const waiting = await visitor.open(`/sales/${saleId}/waiting`);
  expect(waiting.text).toContain("Paid. It is yours.");
});

test("a declined payment leaves the hold, and another way to pay is offered", async () => {
  const held = await site.hold(saleId);
  const visitor = visit(held);
  await visitor.submit(`/orders/${held.claimId}/payments`, fields("test_decline"));
  const page = await orderWith(held, "The payment was declined.");
  expect(page.html).toContain(`value="${DELIVERY.line1}"`);
  expect(await site.claimState(held)).toBe("paying");
  await visitor.submit(`/orders/${held.claimId}/payments`, fields("test_approve"));
  await orderWith(held, "We have mailed you the confirmation.");
});

const wrongForms: readonly [title: string, form: Record<string, string>, field: string][] = [
  ["without a name", fields("test_approve", { name: " " }), "name"],
  ["with a country that is none", fields("test_approve", { country: "XX" }), "country"],
  ["with a telephone number of letters", fields("test_approve", { phone: "call me" }), "phone"],
  ["with a line that never ends", fields("test_approve", { line1: "x".repeat(200) }), "line1"],
  ["with marks that turn the text", fields("test_approve", { city: "a\u202eb" }), "city"],
  ["without agreeing to the terms", without(fields("test_approve"), "terms"), "terms"],
];

for (const [title, form, field] of wrongForms) {
  test(`a payment ${title} comes back with the field marked and the input kept`, async () => {
    const held = await site.hold(saleId);
    const page = await visit(held).submit(`/orders/${held.claimId}/payments`, form);
    expect(page.status).toBe(422);
    expect(page.html).toContain(`aria-describedby="${field}-problem"`);
    expect(page.html).toContain(`id="${field}-problem"`);
    expect(page.html).toContain(`value="${DELIVERY.postalCode}"`);
    expect(await site.atProvider(held)).toEqual([]);
    expect(await site.claimState(held)).toBe("held");
  });
}

test("unknown methods and old terms are refused in words", async () => {
  const held = await site.hold(saleId);
  const visitor = visit(held);
  const path = `/orders/${held.claimId}/payments`;
  const method = await visitor.submit(path, fields("gold"));
  expect([method.status, method.text.includes("Choose how to pay.")]).toEqual([422, true]);
  const terms = await visitor.submit(path, fields("test_approve", { termsVersion: "1999" }));
  expect([terms.status, terms.text.includes("The terms have changed.")]).toEqual([409, true]);
  expect(await site.atProvider(held)).toEqual([]);
});

test("cancelling is asked once more and lets the units go", async () => {
  const held = await site.hold(saleId);
  const visitor = visit(held);
  const question = await visitor.open(`/orders/${held.claimId}/cancel?sale=${saleId}`);
  expect(question.text).toContain("Cancel this order?");
  await visitor.submit(`/orders/${held.claimId}/cancel`, { sale: saleId });
  expect(await site.claimState(held)).toBe("released");
  await orderWith(held, "Nothing was charged");
});

test("nobody sees, pays or cancels another fan's order", async () => {
  const held = await site.hold(saleId);
  const stranger = visit(await site.hold(saleId));
  const path = `/orders/${held.claimId}`;
  expect((await stranger.open(`${path}?sale=${saleId}`)).status).toBe(404);
  expect((await stranger.submit(`${path}/payments`, fields("test_approve"))).status).toBe(404);
  expect((await stranger.submit(`${path}/cancel`, { sale: saleId })).status).toBe(404);
  const forged = await visit(held).submit(`${path}/payments`, fields("test_approve"), {
    origin: "https://evil.example",
  });
  expect(forged.status).toBe(403);
  expect(await site.claimState(held)).toBe("held");
  expect((await new PageVisitor(site.app, { base }).open("/orders")).path).toStartWith("/sign-in");
});

test("forms that name no sale or order of ours find nothing", async () => {
  const visitor = visit(await site.hold(saleId));
  const nobodys = "01900000-0000-7000-8000-000000000000";
  for (const id of [nobodys, "mistyped"]) {
    for (const sale of ["", "mistyped", nobodys]) {
      for (const change of ["payments", "cancel", "abandonments"]) {
        const form = fields("test_approve", { sale });
        expect((await visitor.submit(`/orders/${id}/${change}`, form)).status).toBe(404);
      }
    }
  }
  expect((await visitor.submit("/sales/mistyped/details", fields(""))).status).toBe(404);
});

test("details that were filled in while waiting stand ready at the payment", async () => {
  const held = await site.hold(saleId);
  const visitor = visit(held);
  const wrong = await visitor.submit(`/sales/${saleId}/details`, fields("", { country: "" }));
  expect(wrong.status).toBe(422);
  const saved = await visitor.submit(`/sales/${saleId}/details`, fields(""));
  expect(saved.text).toContain("Saved.");
  const page = await visitor.open(`/orders/${held.claimId}?sale=${saleId}`);
  expect(page.html).toContain(`value="${DELIVERY.line1}"`);
  expect(page.html).toMatch(/name="terms"\s+value="1"\s+checked/);
});
