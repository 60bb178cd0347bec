import { expect, setDefaultTimeout, test } from "bun:test";
import { createOrderSite, DELIVERY } from "../../../tests/support/orders.ts";
import { good, refusal } from "../../../tests/support/sale.ts";

setDefaultTimeout(30_000);

const site = await createOrderSite();
const { termsVersion } = site.platform.legalTexts;
const PAYMENT = { method: "test_approve", delivery: DELIVERY, termsVersion };

/** What a pass must not open: whoever carries it is not the fan. */
const REQUESTS: readonly (readonly [title: string, method: string, step: string, body?: object])[] =
  [
    ["look at the place", "GET", "place"],
    ["look at the claim", "GET", "claims/mine"],
    ["give the claim up", "DELETE", "claims/{claim}"],
    ["leave the sale", "DELETE", "registrations/mine"],
    ["look at the checkout", "GET", "checkout"],
    ["change the checkout", "PUT", "checkout", { delivery: DELIVERY }],
    ["pay", "POST", "claims/{claim}/payments", PAYMENT],
    ["read the appeals", "GET", "appeals/mine"],
  ];

test("a pass in another browser claims, and neither looks, pays nor gives anything up", async () => {
  const held = await site.hold(await site.openSale());
  const pass = await site.passOf(held.saleId, held.fan);
  const stranger = site.fan();
  const carried = [
    { "millet-pass": pass },
    { cookie: `millet_pass=${pass}` },
    { "millet-pass": pass, cookie: `${stranger.cookie}; millet_pass=${pass}` },
  ];
  for (const headers of carried) {
    for (const [title, method, step, body] of REQUESTS) {
      const path = `/sales/${held.saleId}/${step.replace("{claim}", held.claimId)}`;
      const reply = await site.send(method, path, { headers, body });
      const isOwn = "cookie" in headers && headers.cookie.includes(stranger.cookie);
      const told = reply.status < 300 ? JSON.stringify(reply.body) : refusal(reply);
      // A stranger who is signed in sees the own empty things, never the fan's.
      const expected = isOwn
        ? expect.not.stringContaining(held.claimId)
        : expect.stringMatching(/^40[14] /);
      expect({ title, told }).toEqual({ title, told: expected });
    }
    const order = await site.send("GET", `/orders/${held.claimId}`, { headers });
    expect(refusal(order)).toMatch(/^40[14] /);
  }
  expect(await site.claimState(held)).toBe("held");
  expect(await site.atProvider(held)).toEqual([]);
  // The claim itself it may repeat: that is what a pass is for.
  const lines = [{ variantId: site.variants[0], quantity: 1 }];
  const again = good(
    await site.send("POST", `/sales/${held.saleId}/claims`, {
      body: { lines },
      headers: { "millet-pass": pass },
    }),
  );
  expect(again.body).toMatchObject({ claim: { id: held.claimId } });
});
