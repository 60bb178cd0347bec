import { expect, test } from "bun:test";
import { friendCodesOf } from "../../../../tests/support/friend-codes.ts";
import { createSaleSite, good, type TestFan, until } from "../../../../tests/support/sale.ts";
import { openAccount } from "../../../../tests/support/sale-accounts.ts";

const site = await createSaleSite();
const codes = friendCodesOf(site);

interface Own {
  readonly saleId: string;
  readonly place: number | null;
  readonly placesAhead: number | null;
  readonly standing: string;
  readonly isBarred: boolean;
  readonly claim: { readonly state: string } | null;
}

async function own(fan: TestFan, query = "") {
  const headers = { cookie: fan.cookie };
  return good(await site.send("GET", `/me/registrations${query}`, { headers })).body as unknown as {
    items: Own[];
    nextCursor: string | null;
  };
}

test("a fan's registrations, places and claims of all sales stand in one list", async () => {
  const fans = site.fans(3);
  const saleId = await site.openDraw(fans);
  const [first, , last] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan, TestFan];
  good(await site.claim(saleId, first));
  const found = await until(async () => {
    const { items } = await own(first);
    return items[0]?.claim === null ? undefined : items;
  });
  expect(found).toMatchObject([{ saleId, place: 1, claim: { state: "held" }, isBarred: false }]);
  expect((await own(last)).items).toMatchObject([{ saleId, place: 3, claim: null }]);
  expect((await own(site.fan())).items).toEqual([]);
});

test("pages follow each other without a gap, and whoever left a sale is not in it", async () => {
  const fan = site.fan();
  const sales: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    const saleId = await site.publish();
    good(await site.join(saleId, fan));
    sales.unshift(saleId);
  }
  const first = await own(fan, "?limit=2");
  expect(first.items.map(({ saleId }) => saleId)).toEqual(sales.slice(0, 2));
  expect(first.items[0]).toMatchObject({ place: null, placesAhead: null, standing: "entered" });
  const second = await own(fan, `?limit=2&cursor=${first.nextCursor}`);
  expect(second.items.map(({ saleId }) => saleId)).toEqual(sales.slice(2));
  expect(second.nextCursor).toBeNull();
  good(await site.ask(sales[0] ?? "", fan, "DELETE", "registrations/mine"));
  expect((await own(fan)).items.map(({ saleId }) => saleId)).toEqual(sales.slice(1));
});

test("a fan sees the own codes of all sales with what they are for, and never their text", async () => {
  const fans = site.fans(1);
  const [fan] = fans as [TestFan];
  const saleId = await site.openDraw(fans);
  await openAccount(site, fan);
  const granted = await codes.oneCode(saleId, { fanIds: [fan.id] });
  await codes.oneCode(saleId);
  const headers = { cookie: fan.cookie };
  const reply = good(await site.send("GET", "/me/friend-codes", { headers }));
  expect(reply.body["items"]).toMatchObject([
    { saleId, number: granted.number, state: "issued", saleNames: expect.any(Object) },
  ]);
  expect(JSON.stringify(reply.body)).not.toContain(granted.code);
  const [code] = reply.body["items"] as { productNames: object }[];
  expect(Object.keys(code?.productNames ?? {})).not.toEqual([]);
});

test("nobody sees what is a fan's own", async () => {
  for (const path of ["/me/registrations", "/me/friend-codes"]) {
    expect((await site.send("GET", path)).status).toBe(401);
  }
});
