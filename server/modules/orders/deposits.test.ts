import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import {
  DEPOSIT,
  depositIs,
  joinWithDeposit,
  moneyOf,
  ownDeposit,
  payDeposit,
  takeBack,
  withDeposit,
} from "../../../tests/support/deposits.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, refusal, type TestFan, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;

test("a paid deposit opens the registration, once, at the sale's own amount", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  expect(refusal(await site.join(saleId, fan))).toBe("403 not_eligible");
  const paid = await payDeposit(site, saleId, fan);
  expect([paid.status, paid.body]).toMatchObject([
    201,
    { ...DEPOSIT, saleId, state: "captured", isTest: true, reason: null, refundedAt: null },
  ]);
  expect(await moneyOf(site, paid.body.id)).toBe(5_000);
  const again = await payDeposit(site, saleId, fan, "test_card_other");
  expect([again.status, again.body.id]).toEqual([200, paid.body.id]);
  expect((await ownDeposit(site, saleId, fan)).body.id).toBe(paid.body.id);
  expect((await site.join(saleId, fan)).status).toBe(201);
  // A deposit is for one sale.
  const other = await site.publish(withDeposit());
  expect(refusal(await site.join(other, fan))).toBe("403 not_eligible");
  expect(refusal(await ownDeposit(site, other, fan))).toBe("404 deposit_not_found");
});

test("many requests at once make one deposit", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const replies = await Promise.all(Array.from({ length: 8 }, () => payDeposit(site, saleId, fan)));
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(await moneyOf(site, replies[0]?.body.id ?? "")).toBe(5_000);
});

test("who has bought and kept something registers without a deposit", async () => {
  const held = await site.hold(await site.openSale());
  const saleId = await site.publish(withDeposit({ earlierPurchase: true }));
  expect(refusal(await site.join(saleId, held.fan))).toBe("403 not_eligible");
  good(await site.pay(held, "test_approve"));
  expect((await site.join(saleId, held.fan)).status).toBe(201);
});

const METHODS: readonly (readonly [string, string, number])[] = [
  ["test_decline", "declined", 0],
  ["test_capture_fails", "capture_failed", 0],
  ["test_timeout_then_approved", "captured", 5_000],
  ["test_capture_timeout", "captured", 5_000],
  ["test_repeat_events", "captured", 5_000],
  ["test_reorder_events", "captured", 5_000],
  ["test_early_event", "captured", 5_000],
];

test.each(METHODS)("paid by %s, a deposit is %s", async (method, state, minor) => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const { body } = good(await payDeposit(site, saleId, fan, method));
  await depositIs(site, body.id, state);
  expect(await moneyOf(site, body.id)).toBe(minor);
  const joined = await site.join(saleId, fan);
  expect(joined.status).toBe(state === "captured" ? 201 : 403);
  if (state === "captured") return;
  // Another try is another deposit.
  const second = await payDeposit(site, saleId, fan);
  expect([second.status, second.body["state"]]).toEqual([201, "captured"]);
});

test("a deposit that waits for a bank is paid when the provider's event makes us look", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const { body } = good(await payDeposit(site, saleId, fan, "test_delay_2s"));
  expect(body["state"]).toBe("pending");
  // Recovery looks no sooner than in a quarter of a minute.
  await sql`update orders.deposits set look_at = now() + interval '1 hour'
            where id = ${body.id}`.execute(kysely);
  expect(refusal(await site.join(saleId, fan))).toBe("403 not_eligible");
  await depositIs(site, body.id, "captured");
  expect((await site.join(saleId, fan)).status).toBe(201);
});

test("a deposit that waits for its fan is in another's way until it is taken back", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const waits = good(await payDeposit(site, saleId, fan, "test_hosted"));
  expect(waits.body["redirectUrl"]).toContain(`/test-payments/${waits.body.id}`);
  const other = await payDeposit(site, saleId, fan, "test_approve");
  expect([refusal(other), other.body["depositId"]]).toEqual([
    "409 deposit_under_way",
    waits.body.id,
  ]);
  expect((await takeBack(site, saleId, fan)).body["state"]).toBe("voided");
  expect(good(await payDeposit(site, saleId, fan)).body["state"]).toBe("captured");
  expect(await moneyOf(site, waits.body.id)).toBe(0);
});

test("taken back before the closing, the deposit is refunded and the registration refused then", async () => {
  const saleId = await site.publish(withDeposit());
  const [loyal, fickle] = site.fans(2) as [TestFan, TestFan];
  const kept = await joinWithDeposit(site, saleId, loyal);
  const gone = await joinWithDeposit(site, saleId, fickle);
  const taken = good(await takeBack(site, saleId, fickle));
  expect(taken.body).toMatchObject({ id: gone, state: "refunded", reason: "taken_back" });
  expect(good(await takeBack(site, saleId, fickle)).body).toEqual(taken.body);
  expect(await moneyOf(site, gone)).toBe(0);
  // Registered until the closing, as everybody who has ceased to be eligible.
  expect((await site.join(saleId, fickle)).status).toBe(200);
  good(await site.operate(saleId, "PUT", "draw"));
  const missing = await site.ask(saleId, fickle, "GET", "place");
  expect([refusal(missing), missing.body["missing"]]).toEqual([
    "403 not_eligible",
    [{ deposit: DEPOSIT }],
  ]);
  expect(await site.placeOf(saleId, loyal)).toBe(1);
  expect(await moneyOf(site, kept)).toBe(5_000);
  // With another deposit, the fan comes behind everybody, and this one stands.
  const again = good(await payDeposit(site, saleId, fickle)).body.id;
  // A look at all deposits passes meanwhile, which must not take it for the refused one's.
  await Bun.sleep(2_500);
  expect((await site.join(saleId, fickle)).body).toMatchObject({ number: 3, latecomer: true });
  expect(await moneyOf(site, again)).toBe(5_000);
});

test("after the closing a place rests on its deposit, which leaving gives back", async () => {
  const saleId = await site.publish(withDeposit());
  const [fan, bystander] = site.fans(2) as [TestFan, TestFan];
  const deposit = await joinWithDeposit(site, saleId, fan);
  const idle = good(await payDeposit(site, saleId, bystander)).body.id;
  good(await site.operate(saleId, "PUT", "draw"));
  expect(refusal(await takeBack(site, saleId, fan))).toBe("409 deposit_bound");
  expect(await moneyOf(site, deposit)).toBe(5_000);
  // Who never registered has no place that could rest on it.
  expect(good(await takeBack(site, saleId, bystander)).body).toMatchObject({
    id: idle,
    state: "refunded",
  });
  good(await site.ask(saleId, fan, "DELETE", "registrations/mine"));
  await depositIs(site, deposit, "refunded");
  expect((await ownDeposit(site, saleId, fan)).body["reason"]).toBe("left");
  expect(await moneyOf(site, deposit)).toBe(0);
});

test("a deposit taken back in the moment of the closing leaves no place behind", async () => {
  for (let round = 0; round < 5; round += 1) {
    const saleId = await site.publish(withDeposit());
    const fan = site.fan();
    const deposit = await joinWithDeposit(site, saleId, fan);
    const [taken] = await Promise.all([
      takeBack(site, saleId, fan),
      site.operate(saleId, "PUT", "draw"),
    ]);
    await until(async () => (await site.operate(saleId, "PUT", "opening")).status < 300);
    const place = await site.ask(saleId, fan, "GET", "place");
    const isBack = taken.status === 200;
    expect(isBack ? "200" : refusal(taken)).toBe(isBack ? "200" : "409 deposit_bound");
    expect([isBack, place.status]).toEqual([isBack, isBack ? 403 : 200]);
    expect(await moneyOf(site, deposit)).toBe(isBack ? 0 : 5_000);
  }
});

test("who was refused at the closing gets back even what was paid too late", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  await joinWithDeposit(site, saleId, fan);
  good(await takeBack(site, saleId, fan));
  const late = good(await payDeposit(site, saleId, fan, "test_hosted")).body.id;
  good(await site.operate(saleId, "PUT", "draw"));
  await depositIs(site, late, "voided");
  expect((await ownDeposit(site, saleId, fan)).body["reason"]).toBe("refused");
});

test("the deposit comes back when the order is paid: it is no part of the price", async () => {
  const saleId = await site.publish({ kind: "open", ...withDeposit() });
  const fan = site.fan();
  const deposit = await joinWithDeposit(site, saleId, fan);
  expect(refusal(await takeBack(site, saleId, fan))).toBe("409 deposit_bound");
  good(await site.operate(saleId, "PUT", "opening"));
  const { claim } = good(await site.claim(saleId, fan)).body as unknown as {
    claim: { id: string };
  };
  const held = { saleId, claimId: claim.id, fan };
  expect(good(await site.pay(held, "test_approve")).body["amountMinor"]).toBe(199_900);
  await depositIs(site, deposit, "refunded");
  expect((await ownDeposit(site, saleId, fan)).body["reason"]).toBe("order_paid");
  expect(await moneyOf(site, deposit)).toBe(0);
  const [order] = await site.atProvider(held);
  expect([order?.amountMinor, order?.refundedMinor]).toEqual([199_900, 0]);
});

test("all deposits of a sale come back when it ends, or is cancelled", async () => {
  for (const isEnding of [true, false]) {
    const saleId = await site.publish({
      kind: isEnding ? "open" : "draw",
      ...withDeposit(),
    });
    const fans = site.fans(5);
    const deposits = [];
    for (const fan of fans) deposits.push(await joinWithDeposit(site, saleId, fan));
    const waits = good(await payDeposit(site, saleId, site.fan(), "test_hosted")).body.id;
    if (isEnding) good(await site.operate(saleId, "PUT", "opening"));
    if (isEnding) good(await site.operate(saleId, "PUT", "ending", {}));
    else good(await site.operate(saleId, "DELETE", "publication"));
    for (const id of deposits) await depositIs(site, id, "refunded");
    await depositIs(site, waits, "voided");
    for (const id of [...deposits, waits]) expect(await moneyOf(site, id)).toBe(0);
    const late = await payDeposit(site, saleId, site.fan());
    expect(refusal(late)).toBe("409 registration_not_open");
    const { items } = good(await site.operate(saleId, "GET", "deposits")).body as unknown as {
      items: { reason: string }[];
    };
    const reason = isEnding ? "sale_ended" : "sale_cancelled";
    expect(new Set(items.map((item) => item.reason))).toEqual(new Set([reason]));
  }
});

test("a sale that is stopped for good keeps no deposits, and takes none", async () => {
  const saleId = await site.publish(withDeposit());
  const deposit = await joinWithDeposit(site, saleId, site.fan());
  await sql`update sales.sales set halted_reason = 'test' where id = ${saleId}`.execute(kysely);
  await depositIs(site, deposit, "refunded");
  expect(await moneyOf(site, deposit)).toBe(0);
  expect(refusal(await payDeposit(site, saleId, site.fan()))).toBe("503 sale_halted");
});

test("the changes of deposits are told once each, in order", async () => {
  const saleId = await site.publish(withDeposit());
  const fan = site.fan();
  const before = (await site.orders.listDepositChanges(0, 10_000)).at(-1)?.sequence ?? 0;
  const { id } = good(await payDeposit(site, saleId, fan)).body;
  good(await takeBack(site, saleId, fan));
  const changes = await site.orders.listDepositChanges(before, 10);
  const told = { depositId: id, saleId, fanId: fan.id, ...DEPOSIT };
  expect(changes.filter((change) => change.depositId === id)).toMatchObject([
    { ...told, change: "received" },
    { ...told, change: "returned" },
  ]);
});
