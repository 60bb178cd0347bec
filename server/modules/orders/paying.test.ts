import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite, DELIVERY, type HeldClaim } from "../../../tests/support/orders.ts";
import { good, refusal, until } from "../../../tests/support/sale.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();

/** Waits for the order's state as its table has it. */
function projected({ claimId }: HeldClaim, state: string) {
  return until(async () => {
    const { rows } = await sql<{ state: string }>`
      select state from orders.orders where id = ${claimId}`.execute(site.platform.database.kysely);
    return rows[0]?.state === state;
  });
}

test("an approved payment is captured for exactly the sale's price, and the order is paid", async () => {
  const held = await site.hold(await site.openSale());
  const paid = await site.pay(held, "test_approve");
  expect(paid.status).toBe(201);
  expect(paid.body).toMatchObject({
    orderId: held.claimId,
    state: "captured",
    currency: "CNY",
    amountMinor: 199_900,
    isTest: true,
  });
  expect(await site.claimState(held)).toBe("paid");
  expect(await site.atProvider(held)).toMatchObject([{ state: "captured", amountMinor: 199_900 }]);
  const order = good(await site.orderOf(held));
  expect(order.body).toMatchObject({ state: "paid", amountMinor: 199_900, delivery: DELIVERY });
  expect((await site.askAs(held.fan, "GET", "/orders")).body["items"]).toMatchObject([
    { id: held.claimId, state: "paid" },
  ]);
});

test("a declined payment leaves the hold, and another one may follow", async () => {
  const held = await site.hold(await site.openSale());
  const declined = good(await site.pay(held, "test_decline"));
  expect(declined.body).toMatchObject({ state: "declined", reason: "card_declined" });
  expect(await site.claimState(held)).toBe("paying");
  expect(good(await site.pay(held, "test_approve")).body).toMatchObject({ state: "captured" });
  expect((await site.atProvider(held)).map(({ state }) => state)).toEqual(["declined", "captured"]);
});

test("nobody tries out cards on one claim for ever", async () => {
  const held = await site.hold(await site.openSale());
  for (let tries = 0; tries < 10; tries += 1) {
    expect(good(await site.pay(held, "test_decline")).body["state"]).toBe("declined");
  }
  expect(refusal(await site.pay(held, "test_approve"))).toBe("429 too_many_payments");
  expect(await site.atProvider(held)).toHaveLength(10);
});

test("a double click and a second tab with the same details give the one payment", async () => {
  const held = await site.hold(await site.openSale());
  const replies = await Promise.all(
    Array.from({ length: 5 }, () => site.pay(held, "test_approve")),
  );
  expect(new Set(replies.map((reply) => reply.body.id)).size).toBe(1);
  expect(
    replies
      .map((reply) => String(reply.status))
      .toSorted()
      .join(),
  ).toBe("200,200,200,200,201");
  expect(await site.atProvider(held)).toHaveLength(1);
  const again = await site.pay(held, "test_approve");
  expect([again.status, again.body["state"]]).toEqual([200, "captured"]);
});

test("two tabs with different details make one payment, and the second tab is told", async () => {
  const held = await site.hold(await site.openSale());
  const replies = await Promise.all([
    site.pay(held, "test_approve"),
    site.pay(held, "test_approve", { delivery: { ...DELIVERY, line1: "2 Elsewhere" } }),
  ]);
  const refused = replies.filter((reply) => reply.status >= 300).map(refusal);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatch(/^409 (payment_under_way|order_paid)$/);
  expect(await site.atProvider(held)).toHaveLength(1);
  const other = await site.pay(held, "test_approve", { delivery: { ...DELIVERY, name: "Bo" } });
  expect(refusal(other)).toBe("409 order_paid");
});

test("a bank that approves later pays the order without anybody asking", async () => {
  const held = await site.hold(await site.openSale());
  const pending = good(await site.pay(held, "test_delay_2s"));
  expect(pending.body).toMatchObject({ state: "pending", redirectUrl: null });
  expect(await site.claimState(held)).toBe("paying");
  await projected(held, "paid");
  const payment = await site.askAs(held.fan, "GET", `/payments/${pending.body.id}`);
  expect(payment.body).toMatchObject({ state: "captured" });
});

test("an authorisation that comes after the hold has ended is voided, never captured", async () => {
  const held = await site.hold(await site.openSale());
  const pending = good(await site.pay(held, "test_hosted"));
  good(await site.ask(held.saleId, held.fan, "DELETE", `claims/${held.claimId}`));
  await decide(pending.body.id, "approve");
  await until(async () => (await site.atProvider(held))[0]?.state === "voided");
  const payment = () => site.askAs(held.fan, "GET", `/payments/${pending.body.id}`);
  await until(async () => (await payment()).body["state"] === "voided");
  expect((await payment()).body["reason"]).toBe("claim_over");
  await projected(held, "cancelled");
  expect(refusal(await site.pay(held, "test_approve"))).toBe("409 claim_over");
});

test("the provider's page pays an order by a form alone", async () => {
  const held = await site.hold(await site.openSale());
  const pending = good(await site.pay(held, "test_hosted"));
  const path = `/test-payments/${pending.body.id}`;
  expect(pending.body["redirectUrl"]).toBe(`http://millet.test${path}`);
  const page = await site.app.request(`http://millet.test${path}`, {}, {});
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("no real money moves");
  const decided = await decide(pending.body.id, "approve");
  expect(decided.status).toBe(303);
  expect(decided.headers.get("location")).toBe(`http://millet.test/orders/${held.claimId}`);
  await projected(held, "paid");
});

test("a foreign page cannot decide, and a decision without sense changes nothing", async () => {
  const held = await site.hold(await site.openSale());
  const { id } = good(await site.pay(held, "test_hosted")).body;
  expect((await decide(id, "approve", "https://evil.example")).status).toBe(403);
  expect((await decide(id, "perhaps")).status).toBe(422);
  expect((await decide(crypto.randomUUID(), "approve")).status).toBe(404);
  expect((await site.atProvider(held))[0]?.state).toBe("pending");
});

test("a pending payment can be abandoned for another way to pay", async () => {
  const held = await site.hold(await site.openSale());
  const pending = good(await site.pay(held, "test_hosted"));
  const other = await site.pay(held, "test_approve");
  expect(refusal(other)).toBe("409 payment_under_way");
  const path = `/payments/${pending.body.id}`;
  const stranger = await site.askAs(site.fan(), "DELETE", path);
  expect(refusal(stranger)).toBe("404 payment_not_found");
  expect(good(await site.askAs(held.fan, "DELETE", path)).body["state"]).toBe("voided");
  expect(refusal(await site.askAs(held.fan, "DELETE", path))).toBe("409 payment_not_pending");
  expect(good(await site.pay(held, "test_approve")).body["state"]).toBe("captured");
  await decide(pending.body.id, "approve");
  expect((await site.atProvider(held)).map(({ state }) => state)).toEqual(["voided", "captured"]);
});

test("a capture that fails gives the unit to the fan who waits", async () => {
  const offer = { variants: [{ variantId: site.variants[0], stock: 1 }], waitingLimit: 5 };
  const saleId = await site.openSale(offer);
  const first = await site.hold(saleId);
  const second = await site.hold(saleId);
  expect([first.state, second.state]).toEqual(["held", "waiting"]);
  expect(refusal(await site.pay(second, "test_approve"))).toBe("409 claim_waiting");
  const failed = good(await site.pay(first, "test_capture_fails"));
  expect(failed.body).toMatchObject({ state: "capture_failed", reason: "insufficient_funds" });
  await projected(first, "returned");
  expect(await site.claimState(second)).toBe("held");
  expect(good(await site.pay(second, "test_approve")).body["state"]).toBe("captured");
  const changes = await site.orders.listOrderChanges(0, 1_000);
  const ofFirst = changes.filter(({ orderId }) => orderId === first.claimId);
  expect(ofFirst.map(({ change }) => change)).toEqual(["returned"]);
});

test("a provider that does not answer is asked again, and charges once", async () => {
  for (const method of ["test_timeout_then_approved", "test_capture_timeout"]) {
    const held = await site.hold(await site.openSale());
    const paid = good(await site.pay(held, method));
    expect(paid.body["state"]).toBe("captured");
    expect(await site.atProvider(held)).toMatchObject([{ state: "captured" }]);
  }
});

test("events that repeat, overtake each other or come before the answer change nothing", async () => {
  for (const method of ["test_repeat_events", "test_reorder_events", "test_early_event"]) {
    const held = await site.hold(await site.openSale());
    const paid = good(await site.pay(held, method));
    expect([method, paid.body["state"]]).toEqual([method, "captured"]);
    const { kysely } = site.platform.database;
    await until(async () => {
      const { rows } = await sql<{ left: number }>`
        select count(*) filter (where delivered_at is null) as left from orders.test_events
        where payment_id = ${paid.body.id} having count(*) = 2`.execute(kysely);
      return rows[0]?.left === 0;
    });
    const { rows } = await sql<{ count: number }>`
      select count(*) from orders.provider_events where payment_id = ${paid.body.id}`.execute(
      kysely,
    );
    expect(rows).toEqual([{ count: 2 }]);
    expect(await site.atProvider(held)).toMatchObject([{ state: "captured", refundedMinor: 0 }]);
    const changes = await site.orders.listOrderChanges(0, 1_000);
    const ofOrder = changes.filter(({ orderId }) => orderId === held.claimId);
    expect(ofOrder.map(({ change }) => change)).toEqual(["paid"]);
  }
});

test("cancelling gives the units back and sets the money free; a paid order stays", async () => {
  const held = await site.hold(await site.openSale());
  const pending = good(await site.pay(held, "test_hosted"));
  const path = `/orders/${held.claimId}/cancellation`;
  expect(refusal(await site.askAs(site.fan(), "PUT", path))).toBe("404 order_not_found");
  expect((await site.askAs(held.fan, "PUT", path)).status).toBe(204);
  await projected(held, "cancelled");
  await until(async () => (await site.atProvider(held))[0]?.state === "voided");
  expect((await site.askAs(held.fan, "PUT", path)).status).toBe(204);
  expect((await site.askAs(held.fan, "GET", `/payments/${pending.body.id}`)).body).toMatchObject({
    state: "voided",
  });
  const paid = await site.hold(await site.openSale());
  good(await site.pay(paid, "test_approve"));
  const late = await site.askAs(paid.fan, "PUT", `/orders/${paid.claimId}/cancellation`);
  expect(refusal(late)).toBe("409 order_paid");
});

test("a hold without payment is an order that waits, and expires with the hold", async () => {
  const held = await site.hold(await site.openSale({ holdSeconds: 5 }));
  await projected(held, "awaiting_payment");
  const order = good(await site.orderOf(held)).body;
  expect(order).toMatchObject({ state: "awaiting_payment", payment: null, amountMinor: null });
  expect(Date.parse(String(order["expiresAt"]))).toBeGreaterThan(Date.now());
  await projected(held, "expired");
});

test("what is reserved for a hold that has ended is set free, though nobody comes back", async () => {
  const held = await site.hold(await site.openSale());
  good(await site.pay(held, "test_hosted"));
  good(await site.ask(held.saleId, held.fan, "DELETE", `claims/${held.claimId}`));
  await until(async () => (await site.atProvider(held))[0]?.state === "voided");
});

test("another fan's order and payment are not there", async () => {
  const held = await site.hold(await site.openSale());
  const paid = good(await site.pay(held, "test_approve"));
  const stranger = site.fan();
  const order = await site.askAs(stranger, "GET", `/orders/${held.claimId}`);
  expect(refusal(order)).toBe("404 order_not_found");
  const payment = await site.askAs(stranger, "GET", `/payments/${paid.body.id}`);
  expect(refusal(payment)).toBe("404 payment_not_found");
  expect(refusal(await site.pay({ ...held, fan: stranger }, "test_approve"))).toBe(
    "404 claim_not_found",
  );
});

async function decide(paymentId: string, decision: string, origin = "http://millet.test") {
  const init = {
    method: "POST",
    headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ decision }).toString(),
  };
  return site.app.request(`http://millet.test/test-payments/${paymentId}`, init, {});
}
