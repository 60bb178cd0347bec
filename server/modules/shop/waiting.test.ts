import { expect, test } from "bun:test";
import { PageVisitor } from "../../../tests/support/page-visitor.ts";
import { createOrderSite } from "../../../tests/support/orders.ts";
import { good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createOrderSite();
const base = site.platform.config.baseUrl;

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

const onlyVariant = `quantity-${site.variants[0]}`;

test("a fan registers, is drawn, claims and holds a unit without JavaScript; the next one waits", async () => {
  const saleId = await site.publish({
    variants: [{ variantId: site.variants[0], stock: 1 }],
    admissionMargin: 10,
  });
  const fans = site.fans(2);
  for (const fan of fans) {
    const visitor = visit(fan);
    const before = await visitor.open(`/sales/${saleId}/waiting`);
    expect(before.text).toContain("Register for this sale");
    const after = await visitor.submit(`/sales/${saleId}/registrations`, {});
    expect([after.status, after.path]).toEqual([200, `/sales/${saleId}/waiting`]);
    expect(after.text).toContain("You are registered");
    expect(after.html).toContain(`/api/v1/sales/${saleId}/registrations/mine`);
  }
  good(await site.operate(saleId, "PUT", "draw"));
  const [first, second] = await site.inOrder(saleId, fans);
  if (first === undefined || second === undefined) throw new Error("two fans were drawn");
  const placed = await pageWith(visit(second), saleId, "Your place is 2");
  expect(placed.text).toContain("Chance of a unit");
  good(await site.operate(saleId, "PUT", "opening"));

  const winner = visit(first);
  const turn = await pageWith(winner, saleId, "It is your turn");
  expect(turn.html).toContain(`action="/sales/${saleId}/claim"`);
  const held = await winner.submit(`/sales/${saleId}/claim`, { [onlyVariant]: "1" });
  expect(held.text).toContain("Held for you");
  expect(held.html).toContain("Continue to payment");

  const waiter = visit(second);
  await pageWith(waiter, saleId, "It is your turn");
  const waiting = await waiter.submit(`/sales/${saleId}/claim`, { [onlyVariant]: "1" });
  expect(waiting.text).toContain("You wait for a unit that comes back");
  expect([...(await site.laneOf(saleId)).claims.values()].map(({ state }) => state)).toEqual([
    "held",
    "waiting",
  ]);

  const left = await winner.submit(`/sales/${saleId}/leave`, {});
  expect(left.text).toContain("You have left this sale.");
  const risen = await pageWith(waiter, saleId, "Held for you");
  expect(risen.text).toContain("Pay before this time");
});

test("leaving is asked once more, and gives the registration up", async () => {
  const saleId = await site.publish();
  const visitor = visit(site.fan());
  await visitor.submit(`/sales/${saleId}/registrations`, {});
  const question = await visitor.open(`/sales/${saleId}/leave`);
  expect(question.text).toContain("Leave this sale?");
  const left = await visitor.submit(`/sales/${saleId}/leave`, {});
  expect(left.text).toContain("Register for this sale");
  const reply = await site.operate(saleId, "GET", "registrations");
  expect(reply.body["items"]).toMatchObject([{ standing: "withdrawn" }]);
});

test("a claim's form with a wrong number comes back with what was chosen", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan], {
    variants: [
      { variantId: site.variants[0], stock: 5, claimLimit: 3 },
      { variantId: site.variants[1], stock: 5, claimLimit: 3 },
    ],
  });
  const visitor = visit(fan);
  await pageWith(visitor, saleId, "It is your turn");
  const path = `/sales/${saleId}/claim`;
  const before = await site.footprint();
  const second = `quantity-${site.variants[1]}`;
  const wrong = await visitor.submit(path, { [onlyVariant]: "9", [second]: "2" });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain("Choose a number from 0 to 3.");
  expect(wrong.html).toMatch(/<option value="2" selected>/);
  expect(wrong.html).toContain('aria-invalid="true"');
  const nothing = await visitor.submit(path, { [onlyVariant]: "0", [second]: "0" });
  expect(nothing.status).toBe(422);
  expect(nothing.text).toContain("Choose at least one unit.");
  const rubbish = await visitor.submit(path, { [onlyVariant]: "1e1", more: "x".repeat(100) });
  expect(rubbish.status).toBe(422);
  const unknown = await visitor.submit(path, { "quantity-nothing": "1" });
  expect(unknown.status).toBe(422);
  expect(unknown.text).toContain("This sale does not sell that.");
  expect((await visitor.submit(path, { a: "x".repeat(5_000) })).status).toBe(413);
  expect(await site.footprint()).toEqual(before);
  const both = await visitor.submit(path, { [onlyVariant]: "1", [second]: "2" });
  expect(both.text).toContain("Held for you");
  expect(both.text).toContain("2 ×");
});

test("nobody is promised a unit that those ahead may take, of all variants together", async () => {
  const fans = site.fans(4);
  const saleId = await site.publish({
    variants: [
      { variantId: site.variants[0], stock: 2, claimLimit: 1 },
      { variantId: site.variants[1], stock: 3, claimLimit: 1 },
    ],
  });
  for (const fan of fans) good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "draw"));
  const inOrder = await site.inOrder(saleId, fans);
  const promise = "There is a unit for you even if everybody ahead takes as many as they may.";
  const promised = [];
  for (const [index, fan] of inOrder.entries()) {
    const page = await pageWith(visit(fan), saleId, `Your place is ${index + 1}`);
    promised.push(page.text.includes(promise));
  }
  // Five units: two people ahead may take four of them, and three may take them all.
  expect(promised).toEqual([true, true, true, false]);
});

test("the line is shown as a bar with its words, and no wait is told that depends on others", async () => {
  const fans = site.fans(3);
  const saleId = await site.publish({
    variants: [{ variantId: site.variants[0], stock: 1 }],
    admissionMargin: 0,
  });
  for (const fan of fans) good(await site.join(saleId, fan));
  good(await site.operate(saleId, "PUT", "draw"));
  const [, , last] = await site.inOrder(saleId, fans);
  if (last === undefined) throw new Error("three fans were drawn");
  good(await site.operate(saleId, "PUT", "opening"));
  const page = await until(async () => {
    const shown = await visit(last).open(`/sales/${saleId}/waiting`);
    return shown.text.includes("Places called so far: 1") && shown;
  });
  expect(page.html).toMatch(/<progress\s+aria-labelledby="progress"[^>]*max="3"\s+value="1"/);
  expect(page.text).toContain("Expected wait It depends on who ahead of you buys.");
  const chinese = await visit(last, "zh-CN").open(`/sales/${saleId}/waiting`);
  expect(chinese.text).toContain("已叫到的排位： 1");
});

test("a form from another site, or without the pass of this browser, claims nothing", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const path = `/sales/${saleId}/claim`;
  const fields = { [onlyVariant]: "1" };
  const visitor = visit(fan);
  await pageWith(visitor, saleId, "It is your turn");
  const before = await site.footprint();
  const foreign = await visitor.submit(path, fields, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
  expect(foreign.text).toContain("came from another site");
  const other = await visit(fan).submit(path, fields);
  expect(other.text).toContain("did not send your pass");
  const leave = await visitor.submit(`/sales/${saleId}/leave`, {}, { origin: "null" });
  expect(leave.status).toBe(403);
  expect(await site.footprint()).toEqual(before);
});

test("the door itself takes no pass that another site's page has sent", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const pass = await site.passOf(saleId, fan);
  const claim = (origin: string) =>
    site.sales.forPages.claimWithPass(
      new Request(base, { method: "POST", headers: { cookie: `millet_pass=${pass}`, origin } }),
      saleId,
      [{ variantId: site.variants[0], quantity: 1 }],
    );
  const foreign = await claim("https://evil.example");
  expect(foreign.ok ? "claimed" : foreign.failure.kind.code).toBe("foreign_origin");
  expect((await claim(base)).ok).toBe(true);
});

test("the pass goes to the claim of its sale only, and no script can read it", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const page = await pageWith(visit(fan), saleId, "It is your turn");
  const pass = page.headers.getSetCookie().find((line) => line.startsWith("millet_pass="));
  expect(pass).toContain(`Path=/sales/${saleId}/claim;`);
  expect(pass).toContain("HttpOnly; SameSite=Strict");
  expect(page.headers.get("cache-control")).toBe("no-store");
});

test("a barred fan reads the public reason, appeals once, and reads the answer", async () => {
  const fan = site.fan();
  const saleId = await site.openDraw([fan]);
  const bar = { place: 1, reason: "duplicate_person", note: "never shown" };
  good(await site.operate(saleId, "POST", "bars", bar));
  const visitor = visit(fan);
  const page = await pageWith(visitor, saleId, "Your place was removed");
  expect(page.text).toContain("the same person registered more than once");
  expect(page.html).not.toContain("never shown");
  const chinese = await visit(fan, "zh-CN").open(`/sales/${saleId}/waiting`);
  expect(chinese.text).toContain("同一个人");
  const short = await visitor.submit(`/sales/${saleId}/appeals`, { text: "no <b>" });
  expect([short.status, short.text.includes("between 10 and")]).toEqual([422, true]);
  expect(short.html).toContain("no &lt;b&gt;");
  const sent = await visitor.submit(`/sales/${saleId}/appeals`, {
    text: "My sister lives at the same address.",
  });
  expect(sent.text).toContain("Your appeal is with our staff");
  expect(sent.text).toContain("My sister lives");
});

test("who is not signed in signs in first and comes back", async () => {
  const saleId = await site.publish();
  const visitor = new PageVisitor(site.app, { base });
  const page = await visitor.open(`/sales/${saleId}/waiting`);
  expect(page.path).toBe(`/sign-in?next=${encodeURIComponent(`/sales/${saleId}/waiting`)}`);
  const posted = await visitor.submit(`/sales/${saleId}/registrations`, {});
  expect(posted.path).toStartWith("/sign-in?next=");
});

test("without a script the page loads itself again, and stops when asked", async () => {
  const saleId = await site.publish();
  const visitor = visit(site.fan());
  await visitor.submit(`/sales/${saleId}/registrations`, {});
  const page = await visitor.open(`/sales/${saleId}/waiting`);
  expect(page.html).toContain(
    `<noscript><meta http-equiv="refresh" content="30; url=/sales/${saleId}/waiting"`,
  );
  const still = await visitor.open(`/sales/${saleId}/waiting?refresh=off`);
  expect(still.html).not.toContain("http-equiv");
});
