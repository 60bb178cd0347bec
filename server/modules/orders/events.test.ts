import { expect, setDefaultTimeout, test } from "bun:test";
import { sql } from "kysely";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, until } from "../../../tests/support/sale.ts";
import { signEvent } from "./rules/event-signature.ts";

// Payments wait for others, and the machine may be busy.
setDefaultTimeout(30_000);

const site = await createOrderSite();
const { kysely } = site.platform.database;
const KEY = site.platform.keys.derive("test-payment-events");

interface Sent {
  readonly provider?: string;
  readonly signature?: string;
  readonly body?: string;
}

/** As the provider would send it over HTTP, unless told. */
async function send(event: unknown, sent: Sent = {}): Promise<string> {
  const body = sent.body ?? JSON.stringify(event);
  const signature =
    sent.signature ?? signEvent(Buffer.from(body), KEY, Math.floor(Date.now() / 1000));
  const headers = new Headers({ "test-payments-signature": signature });
  headers.set("content-type", "application/json");
  headers.set("content-length", String(Buffer.byteLength(body)));
  const path = `/api/v1/payment-events/${sent.provider ?? "test"}`;
  const init = { method: "POST", headers, body };
  const response = await site.app.request(`http://millet.test${path}`, init, {});
  const text = await response.text();
  const { code } = text === "" ? { code: "" } : (JSON.parse(text) as { code: string });
  return `${response.status} ${code}`.trim();
}

async function kept(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from orders.provider_events`.execute(kysely);
  return rows[0]?.count ?? 0;
}

const event = () => ({ id: crypto.randomUUID(), type: "payment.authorised" });

test("an event is durable before it is taken, and once", async () => {
  const before = await kept();
  const same = event();
  const answers = await Promise.all([send(same), send(same), send(same)]);
  expect(answers).toEqual(["204", "204", "204"]);
  expect(await send(same)).toBe("204");
  expect(await kept()).toBe(before + 1);
});

test("an event makes the server look, whatever it says itself", async () => {
  const held = await site.hold(await site.openSale());
  const { id } = good(await site.pay(held, "test_hosted")).body;
  // It claims what is not so: the provider, asked, says that the payment is pending.
  expect(await send({ id: crypto.randomUUID(), type: "payment.captured", paymentId: id })).toBe(
    "204",
  );
  await Bun.sleep(200);
  const state = async () => (await site.askAs(held.fan, "GET", `/payments/${id}`)).body["state"];
  expect(await state()).toBe("pending");
  await sql`update orders.test_payments set state = 'authorised' where id = ${id}`.execute(kysely);
  expect(await send({ id: crypto.randomUUID(), type: "nonsense", paymentId: id })).toBe("204");
  await until(async () => (await state()) === "captured");
});

test("an event that is late, or of a payment that is not ours, changes nothing", async () => {
  const held = await site.hold(await site.openSale());
  const { id } = good(await site.pay(held, "test_approve")).body;
  for (const paymentId of [id, crypto.randomUUID(), "not-one-of-ours", "';drop"]) {
    expect(await send({ ...event(), paymentId })).toBe("204");
  }
  await Bun.sleep(100);
  expect(good(await site.orderOf(held)).body["state"]).toBe("paid");
});

const NOW = Math.floor(Date.now() / 1000);
const BODY = Buffer.from("{}");

const FORGED: readonly (readonly [string, Sent, string])[] = [
  ["no signature", { signature: "" }, "401 event_not_signed"],
  ["a random one", { signature: `t=${NOW},v1=${"ab".repeat(32)}` }, "401 event_not_signed"],
  [
    "another key's",
    { signature: signEvent(BODY, Buffer.alloc(32), NOW), body: "{}" },
    "401 event_not_signed",
  ],
  [
    "another body's",
    { signature: signEvent(Buffer.from("{ }"), KEY, NOW), body: "{}" },
    "401 event_not_signed",
  ],
  [
    "an old recording's",
    { signature: signEvent(BODY, KEY, NOW - 3_600), body: "{}" },
    "401 event_not_signed",
  ],
  ["the right one on no event", { body: "{}" }, "422 event_unreadable"],
  ["the right one on no JSON", { body: "\u0000" }, "422 event_unreadable"],
  ["the right one on a list", { body: "[]" }, "422 event_unreadable"],
  ["the right one on null", { body: "null" }, "422 event_unreadable"],
  ["the right one on a number for an id", { body: '{"id":1,"type":"x"}' }, "422 event_unreadable"],
  [
    "the right one on an endless id",
    { body: JSON.stringify({ id: "x".repeat(201), type: "x" }) },
    "422 event_unreadable",
  ],
  [
    "the right one on a zero character",
    { body: '{"id":"a\\u0000b","type":"x"}' },
    "422 event_unreadable",
  ],
  ["a provider that is not ours", { provider: "stripe" }, "404 provider_unknown"],
  ["a provider with a wrong name", { provider: "Test..%2f" }, "422 invalid_request"],
];

for (const [name, sent, expected] of FORGED) {
  test(`an event with ${name} is refused and not kept`, async () => {
    const before = await kept();
    expect(await send(event(), sent)).toBe(expected);
    expect(await kept()).toBe(before);
  });
}
