import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { friendCodesOf, type NewCode } from "../../../tests/support/friend-codes.ts";
import { createSaleSite, good, refusal, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createSaleSite();
const { database } = site.platform;
const [variantId] = site.variants;
const { issue, issued, oneCode, redeem, revoke, list, stateOf, variantOf } = friendCodesOf(site);

/** An open draw of so many units whose line is long. */
const openSale = (stock: number, offer: object = {}) =>
  site.openDraw(site.fans(2), { variants: [{ variantId, stock }], ...offer });

describe("what backs the codes", () => {
  test("is the stock: there is never a code more than units", async () => {
    const saleId = await openSale(3);
    const replies = await Promise.all(Array.from({ length: 6 }, () => issue(saleId)));
    const outcomes = replies.map((reply) => (reply.status === 201 ? "201" : refusal(reply)));
    expect(outcomes.toSorted()).toEqual([
      ...Array(3).fill("201"),
      ...Array(3).fill("409 stock_too_small"),
    ]);
    expect(await variantOf(saleId)).toMatchObject({ stock: 3, reserved: 3 });
    const states = (await list(saleId)).items.map(({ state }) => state);
    expect(states.toSorted()).toEqual([...Array(3).fill("issued"), ...Array(3).fill("revoked")]);
    expect(refusal(await issue(saleId, { count: 1_000 }))).toBe("409 stock_too_small");
  });

  test("is never taken by the line, however it races", async () => {
    const fans = site.fans(8);
    const saleId = await site.openDraw(fans, { variants: [{ variantId, stock: 5 }] });
    const passes = await Promise.all(fans.map((fan) => site.passOf(saleId, fan)));
    const lines = [{ variantId, quantity: 1 }];
    const [codes] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => issue(saleId))),
      ...passes.map((pass) => site.claimWith(saleId, pass, { lines })),
    ]);
    const given = codes.flatMap(({ body }) => (body["items"] ?? []) as NewCode[]);
    const { stock, held, reserved } = await variantOf(saleId);
    expect(reserved).toBe(given.length);
    expect(held + reserved).toBe(stock);
    const redeemed = await Promise.all(given.map((code) => redeem(saleId, site.fan(), code)));
    expect(redeemed.every(({ status }) => status === 201)).toBe(true);
    expect(await variantOf(saleId)).toMatchObject({ held: 5, reserved: 0 });
  });

  test("is counted before there is a lane, and kept from the line when it starts", async () => {
    const fans = site.fans(3);
    const saleId = await site.publish({ admissionMargin: 10 });
    const [code] = (await issued(saleId, { count: 2 })) as [NewCode];
    expect(refusal(await issue(saleId))).toBe("409 stock_too_small");
    expect((await list(saleId)).items.map(({ state }) => state)).toEqual(["planned", "planned"]);
    good(await revoke(saleId, { ...code, number: 2 }));
    const again = await oneCode(saleId);
    expect(again.number).toBe(3);
    good(await revoke(saleId, again));
    for (const fan of fans) good(await site.join(saleId, fan));
    good(await site.operate(saleId, "PUT", "draw"));
    good(await site.operate(saleId, "PUT", "opening"));
    expect(await variantOf(saleId)).toMatchObject({ stock: 2, reserved: 1 });
    await until(async () => (await stateOf(saleId, code)) === "issued");
    for (const fan of await site.inOrder(saleId, fans)) good(await site.claim(saleId, fan));
    expect(await variantOf(saleId)).toMatchObject({ held: 1, reserved: 1 });
    expect((await redeem(saleId, site.fan(), code)).status).toBe(201);
  });
});

describe("a code that ends", () => {
  test("by being revoked gives its units to who waits", async () => {
    const fans = site.fans(2);
    const saleId = await site.openDraw(fans, { variants: [{ variantId, stock: 2 }] });
    const code = await oneCode(saleId);
    const [, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    for (const fan of await site.inOrder(saleId, fans)) good(await site.claim(saleId, fan));
    expect((await revoke(saleId, code)).status).toBe(204);
    expect((await revoke(saleId, code)).status).toBe(204);
    const { body } = good(await site.ask(saleId, second, "GET", "claims/mine"));
    expect(body["claim"]).toMatchObject({ state: "held" });
    const before = await site.footprint();
    const late = await redeem(saleId, site.fan(), code);
    expect(refusal(late)).toBe("409 code_over");
    expect(late.body["codeState"]).toBe("revoked");
    expect(await site.footprint()).toEqual(before);
    expect(await stateOf(saleId, code)).toBe("revoked");
  });

  test("by its time gives its units to who waits, without anybody asking", async () => {
    const fans = site.fans(2);
    const saleId = await site.openDraw(fans, { variants: [{ variantId, stock: 2 }] });
    const expiresAt = new Date(Date.now() + 1_200).toISOString();
    const code = await oneCode(saleId, { count: 1, expiresAt });
    const [, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    for (const fan of await site.inOrder(saleId, fans)) good(await site.claim(saleId, fan));
    await until(async () => {
      const { body } = good(await site.ask(saleId, second, "GET", "claims/mine"));
      return (body["claim"] as { state: string }).state === "held";
    });
    expect(refusal(await redeem(saleId, site.fan(), code))).toBe("409 code_over");
    await until(async () => (await stateOf(saleId, code)) === "expired");
  });

  test("with the sale is good for nothing more", async () => {
    const saleId = await openSale(2);
    const code = await oneCode(saleId);
    good(await site.operate(saleId, "PUT", "ending", {}));
    expect(refusal(await redeem(saleId, site.fan(), code))).toBe("409 sale_ended");
    await until(async () => (await stateOf(saleId, code)) === "expired");
    expect(refusal(await issue(saleId))).toBe("409 wrong_sale_state");
  });

  test("is not one that was redeemed: its claim stands", async () => {
    const saleId = await openSale(2);
    const code = await oneCode(saleId);
    good(await redeem(saleId, site.fan(), code));
    expect(refusal(await revoke(saleId, code))).toBe("409 code_used");
    await until(async () => (await stateOf(saleId, code)) === "redeemed");
    expect(refusal(await revoke(saleId, code))).toBe("409 code_used");
  });
});

describe("another server that takes the lane over", () => {
  test("knows the codes, and issues those that the first had only written down", async () => {
    const first = await createSaleSite({ database, runs: false });
    const second = await createSaleSite({ database, runs: false });
    const saleId = await openSale(4);
    const [used, open] = (await issued(saleId, { count: 2 })) as [NewCode, NewCode];
    const friend = site.fan();
    const before = good(await redeem(saleId, friend, used));
    await site.sales.stop();
    await first.sales.start();
    const third = good(await issue(saleId, { count: 1 }, first)).body["items"] as [NewCode];
    await first.sales.stop();
    // As after a crash between the table and the lane.
    await sql`
      insert into sales.friend_codes
        (sale_id, number, code_hash, variant_id, units, granted_by, issued_at)
      values (${saleId}, 4, '\\x00', ${variantId}, 1, 'a test', now()),
        (${saleId}, 5, '\\x01', ${variantId}, 1, 'a test', now())`.execute(database.kysely);
    await second.sales.start();
    await until(async () => {
      const { items } = await list(saleId);
      const states = items.map(({ state }) => state).join(" ");
      return states === "redeemed issued issued issued revoked" && states;
    });
    const again = await redeem(saleId, friend, used, second);
    expect(again.status).toBe(200);
    expect((again.body["claim"] as { id: string }).id).toBe(
      (before.body["claim"] as { id: string }).id,
    );
    expect(refusal(await redeem(saleId, site.fan(), used, second))).toBe("409 code_used");
    for (const code of [open, ...third]) {
      expect((await redeem(saleId, site.fan(), code, second)).status).toBe(201);
    }
    expect(await variantOf(saleId)).toMatchObject({ stock: 4, held: 3, reserved: 1 });
    await second.sales.stop();
  });
});
