import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import {
  depositIs,
  joinWithDeposit,
  payDeposit,
  withDeposit,
} from "../../../tests/support/deposits.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { testConfig } from "../../../tests/support/platform.ts";
import { sendOverWire, type WireRequest } from "../../../tests/support/refusals.ts";
import { good, refusal } from "../../../tests/support/sale.ts";
import { depositDataOf } from "./commands/erase-deposits.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;
const saleId = await site.publish(withDeposit());
const bare = await site.publish();
const draft = await site.draft(withDeposit());
const [fan, payer] = [site.fan(), site.fan()];
await joinWithDeposit(site, saleId, payer);
const owner = { authorization: site.owner };
const moderator = { authorization: await site.keyOf("moderator") };
const cookie = { cookie: fan.cookie };
const foreign = { ...cookie, origin: "https://evil.example" };
const NOBODYS = "01999999-0000-7000-8000-00000000dead";

const list = `/sales/${saleId}/deposits`;
const mine = `${list}/mine`;
type Headers = Readonly<Record<string, string>>;

function pay(body: unknown, headers: Headers = cookie, path = list): WireRequest {
  return { method: "POST", path, headers, body };
}

const get = (path: string, headers: Headers = cookie) => ({ method: "GET", path, headers });
const drop = (headers: Headers = cookie) => ({ method: "DELETE", path: mine, headers });
const approve = { method: "test_approve" };

const TABLE: readonly (readonly [string, WireRequest, string])[] = [
  ["paying without a session", pay(approve, {}), "401 not_signed_in"],
  ["paying from a foreign page", pay(approve, foreign), "403 foreign_origin"],
  ["paying with no JSON", pay("{"), "400 malformed_json"],
  ["paying with a list", pay([]), "422 invalid_request"],
  ["paying without a method", pay({}), "422 invalid_request"],
  ["paying an amount of one's own", pay({ ...approve, amountMinor: 1 }), "422 invalid_request"],
  ["paying in one's own currency", pay({ ...approve, currency: "XXX" }), "422 invalid_request"],
  ["paying for somebody else", pay({ ...approve, fanId: payer.id }), "422 invalid_request"],
  ["paying with a card's number", pay({ method: "4242424242424242" }), "422 invalid_request"],
  ["paying by a method of nobody", pay({ method: "test_magic" }), "422 method_unknown"],
  ["paying by an inherited name", pay({ method: "hasOwnProperty" }), "422 method_unknown"],
  ["paying for no sale", pay(approve, cookie, `/sales/${NOBODYS}/deposits`), "404 sale_not_found"],
  ["paying for a draft", pay(approve, cookie, `/sales/${draft}/deposits`), "404 sale_not_found"],
  ["paying for no id", pay(approve, cookie, "/sales/1/deposits"), "422 invalid_request"],
  [
    "paying where nothing is asked",
    pay(approve, cookie, `/sales/${bare}/deposits`),
    "409 deposit_not_asked",
  ],
  ["a look without a session", get(mine, {}), "401 not_signed_in"],
  ["a look at what was never paid", get(mine), "404 deposit_not_found"],
  ["a look at no sale", get(`/sales/${NOBODYS}/deposits/mine`), "404 deposit_not_found"],
  ["a look at no id", get("/sales/1/deposits/mine"), "422 invalid_request"],
  ["taking back without a session", drop({}), "401 not_signed_in"],
  ["taking back from a foreign page", drop(foreign), "403 foreign_origin"],
  ["taking back what was never paid", drop(), "404 deposit_not_found"],
  ["a list without a key", get(list, {}), "401 not_signed_in"],
  ["a fan's look at the list", get(list), "401 not_signed_in"],
  ["a moderator's look at the list", get(list, moderator), "403 permission_missing"],
  ["a list of no sale", get(`/sales/${NOBODYS}/deposits`, owner), "404 sale_not_found"],
  ["a list in no state", get(`${list}?state=happy`, owner), "422 invalid_request"],
  ["a list by a wrong cursor", get(`${list}?cursor=1`, owner), "422 invalid_request"],
  ["a list of too many", get(`${list}?limit=101`, owner), "422 invalid_request"],
  ["a list by an unknown filter", get(`${list}?fan=1`, owner), "422 invalid_request"],
];

async function footprint(): Promise<unknown> {
  const { rows } = await sql`
    select (select string_agg(id::text || state, ',' order by id) from orders.deposits) as deposits,
      (select count(*) from orders.test_payments) as asked,
      (select count(*) from accounts.operator_actions) as actions`.execute(kysely);
  return rows[0];
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

test("without a provider no new sale asks for a deposit, and nobody can pay one", async () => {
  const { database } = site.platform;
  const config = testConfig({ PAYMENT_PROVIDER: "none" });
  const closed = await createOrderSite({ database, runs: false, platform: { config } });
  const variants = [{ variantId: site.variants[0], stock: 1 }];
  const body = { kind: "open", names: { en: "Round" }, variants, ...withDeposit() };
  const made = await closed.send("POST", "/sales", { body, as: closed.owner });
  expect(refusal(made)).toBe("422 eligibility_unavailable");
  expect(refusal(await payDeposit(closed, saleId, site.fan()))).toBe("503 payments_off");
  // Who has paid before is known as ever.
  expect((await closed.join(saleId, payer)).status).toBe(200);
});

test("an operator sees the sale's deposits page by page, and nobody else's", async () => {
  const other = await site.publish(withDeposit());
  const ids: string[] = [];
  for (const one of site.fans(3)) ids.push(good(await payDeposit(site, other, one)).body.id);
  const first = good(await site.operate(other, "GET", "deposits?limit=2")).body;
  expect(first["items"]).toMatchObject(
    ids.slice(0, 2).map((id) => ({ id, saleId: other, state: "captured", problem: null })),
  );
  const next = `deposits?limit=2&cursor=${String(first["nextCursor"])}`;
  const second = good(await site.operate(other, "GET", next)).body;
  expect([second["items"], second["nextCursor"]]).toMatchObject([[{ id: ids[2] }], null]);
  const none = good(await site.operate(other, "GET", "deposits?state=refunded")).body;
  expect(none["items"]).toEqual([]);
  const support = { headers: { authorization: await site.keyOf("support") } };
  expect((await site.send("GET", `/sales/${other}/deposits`, support)).status).toBe(200);
});

test("nobody tries out cards by deposits: after ten for one sale there is no more", async () => {
  const other = await site.publish(withDeposit());
  const tester = site.fan();
  for (let time = 0; time < 10; time += 1) {
    good(await payDeposit(site, other, tester, "test_decline"));
  }
  expect(refusal(await payDeposit(site, other, tester))).toBe("429 too_many_deposits");
  expect((await payDeposit(site, other, site.fan())).status).toBe(201);
});

test("an unpaid deposit keeps nobody's account, and a paid one goes back with it", async () => {
  const personal = depositDataOf(site);
  const waiting = site.fan();
  const held = good(await payDeposit(site, saleId, waiting, "test_hosted")).body.id;
  expect(await personal.mayErase(waiting.id)).toMatchObject({
    ok: false,
    failure: { kind: { code: "payment_in_progress" }, extra: { depositId: held } },
  });
  const paying = site.fan();
  const { id } = good(await payDeposit(site, saleId, paying)).body;
  expect(await personal.exportFor(paying.id)).toMatchObject({
    deposits: [{ id, saleId, state: "captured", amountMinor: 5_000 }],
  });
  expect(await personal.exportFor(site.fan().id)).toBeNull();
  expect((await personal.mayErase(paying.id)).ok).toBe(true);
  await kysely.transaction().execute((tx) => personal.erase(tx, paying.id));
  await depositIs(site, id, "refunded");
  const { rows } = await sql`select fan_id, reason from orders.deposits where id = ${id}`.execute(
    kysely,
  );
  expect(rows).toEqual([{ fan_id: null, reason: "account_erased" }]);
  expect(await personal.exportFor(paying.id)).toBeNull();
});
