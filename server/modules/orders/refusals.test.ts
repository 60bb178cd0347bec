import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, DELIVERY } from "../../../tests/support/orders.ts";
import { sendOverWire, type WireRequest } from "../../../tests/support/refusals.ts";
import { until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const held = await site.hold(await site.openSale());
await until(async () => (await site.orderOf(held)).status === 200);
const stranger = site.fan();
// Another browser of an erased fan's still has its cookie, which every server refuses.
const erased = site.fan();
await sql`
  insert into accounts.erased_fans (fan_id, erased_at) values (${erased.id}, now())`.execute(
  site.platform.database.kysely,
);
await site.accounts.start();
await site.accounts.stop();
const owner = { authorization: site.owner };
const moderator = { authorization: await site.keyOf("moderator") };
const cookie = { cookie: held.fan.cookie };
const foreign = { ...cookie, origin: "https://evil.example" };
const { termsVersion } = site.platform.legalTexts;
const NOBODYS = "01999999-0000-7000-8000-00000000dead";

const payments = `/sales/${held.saleId}/claims/${held.claimId}/payments`;
const checkout = `/sales/${held.saleId}/checkout`;
const order = `/orders/${held.claimId}`;
const refunds = `${order}/refunds`;
const list = `/sales/${held.saleId}/orders`;
const good = { method: "test_approve", delivery: DELIVERY, termsVersion };

function pay(body: unknown, headers: Readonly<Record<string, string>> = cookie): WireRequest {
  return { method: "POST", path: payments, headers, body };
}

function put(body: unknown, headers: Readonly<Record<string, string>> = cookie): WireRequest {
  return { method: "PUT", path: checkout, headers, body };
}

function delivery(change: Readonly<Record<string, unknown>>): WireRequest {
  return pay({ ...good, delivery: { ...DELIVERY, ...change } });
}

function refund(body: unknown, headers: Readonly<Record<string, string>> = owner): WireRequest {
  return { method: "POST", path: refunds, headers, body };
}

const get = (path: string, headers: Readonly<Record<string, string>> = cookie): WireRequest => ({
  method: "GET",
  path,
  headers,
});

const TABLE: readonly (readonly [string, WireRequest, string])[] = [
  ["paying without a session", pay(good, {}), "401 not_signed_in"],
  ["paying from a foreign page", pay(good, foreign), "403 foreign_origin"],
  ["paying for another fan's claim", pay(good, { cookie: stranger.cookie }), "404 claim_not_found"],
  ["paying as an erased fan", pay(good, { cookie: erased.cookie }), "401 not_signed_in"],
  ["details of an erased fan", put({}, { cookie: erased.cookie }), "401 not_signed_in"],
  ["paying with no JSON", pay("{"), "400 malformed_json"],
  ["paying with a list", pay([]), "422 invalid_request"],
  ["paying with an unknown field", pay({ ...good, amountMinor: 1 }), "422 invalid_request"],
  ["paying without a method", pay({ ...good, method: undefined }), "422 invalid_request"],
  [
    "paying with a card's number",
    pay({ ...good, method: "4242424242424242" }),
    "422 invalid_request",
  ],
  ["paying by a method of nobody", pay({ ...good, method: "test_magic" }), "422 method_unknown"],
  [
    "paying by a method named like a built-in",
    pay({ ...good, method: "hasOwnProperty" }),
    "422 method_unknown",
  ],
  ["paying without an address", pay({ ...good, delivery: undefined }), "422 details_missing"],
  ["paying without terms", pay({ ...good, termsVersion: undefined }), "422 details_missing"],
  ["paying under old terms", pay({ ...good, termsVersion: "older" }), "409 terms_not_current"],
  ["paying in lower case", pay({ ...good, currency: "cny" }), "422 invalid_request"],
  ["paying in another currency", pay({ ...good, currency: "EUR" }), "422 currency_not_offered"],
  [
    "paying with consent as a text",
    pay({ ...good, marketingConsent: "yes" }),
    "422 invalid_request",
  ],
  ["a country of nobody", delivery({ country: "XX" }), "422 invalid_request"],
  ["a country in lower case", delivery({ country: "cn" }), "422 invalid_request"],
  ["a country of three letters", delivery({ country: "CHN" }), "422 invalid_request"],
  ["an address without a name", delivery({ name: "" }), "422 invalid_request"],
  ["an endless name", delivery({ name: "x".repeat(500) }), "422 invalid_request"],
  ["a name with a null character", delivery({ name: "a\u0000b" }), "422 invalid_request"],
  ["a name that turns the text round", delivery({ name: "a\u202eb" }), "422 invalid_request"],
  ["a name with half a character", delivery({ name: "a\ud800b" }), "422 invalid_request"],
  ["an address with a field of its own", delivery({ door: "1" }), "422 invalid_request"],
  ["a telephone of letters", delivery({ phone: "call me" }), "422 invalid_request"],
  [
    "a claim that is no id",
    { ...pay(good), path: `/sales/${held.saleId}/claims/1/payments` },
    "422 invalid_request",
  ],
  [
    "a claim of nobody",
    { ...pay(good), path: `/sales/${held.saleId}/claims/${NOBODYS}/payments` },
    "404 claim_not_found",
  ],
  [
    "a claim of another sale",
    { ...pay(good), path: `/sales/${NOBODYS}/claims/${held.claimId}/payments` },
    "404 claim_not_found",
  ],
  ["details without a session", put({}, {}), "401 not_signed_in"],
  ["details from a foreign page", put({}, foreign), "403 foreign_origin"],
  ["details under old terms", put({ termsVersion: "older" }), "409 terms_not_current"],
  ["details in another currency", put({ currency: "EUR" }), "422 currency_not_offered"],
  ["details with an unknown field", put({ price: 1 }), "422 invalid_request"],
  ["details with half an address", put({ delivery: { name: "A" } }), "422 invalid_request"],
  ["details of no sale", { ...put({}), path: `/sales/${NOBODYS}/checkout` }, "404 sale_not_found"],
  ["looking at details of no sale", get(`/sales/${NOBODYS}/checkout`), "404 sale_not_found"],
  ["looking at details without a session", get(checkout, {}), "401 not_signed_in"],
  ["orders without a session", get("/orders", {}), "401 not_signed_in"],
  ["orders by a wrong cursor", get("/orders?cursor=1"), "422 invalid_request"],
  ["too many orders at once", get("/orders?limit=101"), "422 invalid_request"],
  ["so many orders by an exponent", get("/orders?limit=1e1"), "422 invalid_request"],
  ["so many orders in another base", get("/orders?limit=0x10"), "422 invalid_request"],
  ["orders by an unknown filter", get("/orders?fan=1"), "422 invalid_request"],
  ["an order without a session", get(order, {}), "401 not_signed_in"],
  ["another fan's order", get(order, { cookie: stranger.cookie }), "404 order_not_found"],
  ["an order that is no id", get("/orders/1"), "422 invalid_request"],
  ["a payment of nobody", get(`/payments/${NOBODYS}`), "404 payment_not_found"],
  ["a payment without a session", get(`/payments/${NOBODYS}`, {}), "401 not_signed_in"],
  [
    "abandoning a payment of nobody",
    { method: "DELETE", path: `/payments/${NOBODYS}`, headers: cookie },
    "404 payment_not_found",
  ],
  [
    "cancelling another fan's order",
    { method: "PUT", path: `${order}/cancellation`, headers: { cookie: stranger.cookie } },
    "404 order_not_found",
  ],
  [
    "cancelling from a foreign page",
    { method: "PUT", path: `${order}/cancellation`, headers: foreign },
    "403 foreign_origin",
  ],
  ["a look at a sale's orders without a key", get(list, {}), "401 not_signed_in"],
  ["a moderator's look at a sale's orders", get(list, moderator), "403 permission_missing"],
  ["orders of no sale", get(`/sales/${NOBODYS}/orders`, owner), "404 sale_not_found"],
  ["orders in no state", get(`${list}?state=happy`, owner), "422 invalid_request"],
  ["a table without a key", get(`${list}.csv`, {}), "401 not_signed_in"],
  ["a moderator's table", get(`${list}.csv`, moderator), "403 permission_missing"],
  ["a table of no sale", get(`/sales/${NOBODYS}/orders.csv`, owner), "404 sale_not_found"],
  ["a refund without a key", refund({ reason: "x" }, {}), "401 not_signed_in"],
  ["a moderator's refund", refund({ reason: "x" }, moderator), "403 permission_missing"],
  ["a refund without a reason", refund({}), "422 invalid_request"],
  ["a refund for an empty reason", refund({ reason: "  " }), "422 invalid_request"],
  ["a refund of nothing", refund({ reason: "x", amountMinor: 0 }), "422 invalid_request"],
  [
    "a refund of less than nothing",
    refund({ reason: "x", amountMinor: -1 }),
    "422 invalid_request",
  ],
  ["a refund of a fraction", refund({ reason: "x", amountMinor: 0.5 }), "422 invalid_request"],
  ["a refund of a text", refund({ reason: "x", amountMinor: "5" }), "422 invalid_request"],
  [
    "a refund under an endless key",
    refund({ reason: "x" }, { ...owner, "idempotency-key": "k".repeat(101) }),
    "422 invalid_request",
  ],
  ["a refund of what was not paid", refund({ reason: "x" }), "409 order_not_paid"],
];

/** Everything that a refused request must leave as it is. */
async function footprint(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from orders.payments) as payments,
      (select count(*) from orders.refunds) as refunds,
      (select count(*) from orders.checkouts) as checkouts,
      (select count(*) from orders.test_payments) as asked,
      (select count(*) from orders.limit_slots) as slots,
      (select string_agg(state, ',' order by id) from orders.orders) as orders,
      (select count(*) from accounts.operator_actions) as actions`.execute(
    site.platform.database.kysely,
  );
  return { ...(rows[0] as object), claim: await site.claimState(held) };
}

for (const [name, request, expected] of TABLE) {
  test(`${name} is refused with ${expected} and changes nothing`, async () => {
    const before = await footprint();
    const response = await sendOverWire(site, request);
    const problem = (await response.json()) as Record<string, unknown>;
    expect(`${response.status} ${String(problem["code"])}`).toBe(expected);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(problem["detail"]).toMatch(/\S/);
    expect(await footprint()).toEqual(before);
  });
}
