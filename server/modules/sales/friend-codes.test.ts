import { describe, expect, test } from "bun:test";
import { friendCodesOf, type NewCode } from "../../../tests/support/friend-codes.ts";
import { createSaleSite, good, refusal, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createSaleSite();
const [variantId, otherVariantId] = site.variants;

const { issued, oneCode, redeem, list, variantOf } = friendCodesOf(site);

/** An open draw of so many units whose line is long. */
const openSale = (stock: number, offer: object = {}) =>
  site.openDraw(site.fans(2), { variants: [{ variantId, stock }], ...offer });

describe("a friend code", () => {
  test("makes one guaranteed claim for who was not even registered, ahead of the line", async () => {
    const inLine = site.fans(3);
    const saleId = await site.openDraw(inLine, { variants: [{ variantId, stock: 2 }] });
    const code = await oneCode(saleId);
    expect(code.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    const ordered = await site.inOrder(saleId, inLine);
    const states = [];
    for (const fan of ordered) {
      states.push((good(await site.claim(saleId, fan)).body["claim"] as { state: string }).state);
    }
    expect(states).toEqual(["held", "waiting", "waiting"]);
    const friend = site.fan();
    const made = await redeem(saleId, friend, code);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      claim: { saleId, place: 4, state: "held", lines: [{ variantId, quantity: 1 }] },
      receipt: { saleId, signature: expect.any(String) },
    });
    expect(await variantOf(saleId)).toEqual({ stock: 2, held: 2, sold: 0, reserved: 0 });
    const mine = good(await site.ask(saleId, friend, "GET", "claims/mine"));
    expect(mine.body["claim"]).toEqual(made.body["claim"]);
    const claimId = (made.body["claim"] as { id: string }).id;
    await until(async () => (await list(saleId)).items[0]?.state === "redeemed");
    expect((await list(saleId)).items).toMatchObject([{ redeemedPlace: 4, claimId }]);
  });

  test("asked for again by the same fan gives the same claim, and nothing to another", async () => {
    const saleId = await openSale(2);
    const code = await oneCode(saleId);
    const [friend, other] = site.fans(2) as [TestFan, TestFan];
    const first = good(await redeem(saleId, friend, code));
    const typed = { code: ` ${code.code.toLowerCase().replaceAll("-", " ")} ` };
    const again = await redeem(saleId, friend, typed);
    expect(again.status).toBe(200);
    expect(again.body["claim"]).toEqual(first.body["claim"]);
    const before = await site.footprint();
    expect(refusal(await redeem(saleId, other, code))).toBe("409 code_used");
    expect(await site.footprint()).toEqual(before);
  });

  test("tried by fifty fans at once makes one claim", async () => {
    const saleId = await openSale(10);
    const code = await oneCode(saleId);
    const replies = await Promise.all(
      site.fans(50).map((fan) => redeem(saleId, fan, code).then((reply) => reply)),
    );
    const outcomes = replies.map((reply) => (reply.status === 201 ? "201" : refusal(reply)));
    expect(outcomes.filter((outcome) => outcome === "201")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "409 code_used")).toHaveLength(49);
    expect(await variantOf(saleId)).toEqual({ stock: 10, held: 1, sold: 0, reserved: 0 });
  });

  test("is one of many that all count at once", async () => {
    const saleId = await openSale(30);
    const codes = await issued(saleId, { count: 30 });
    expect(new Set(codes.map(({ code }) => code)).size).toBe(30);
    const replies = await Promise.all(codes.map((code) => redeem(saleId, site.fan(), code)));
    expect(replies.map(({ status }) => status)).toEqual(Array(30).fill(201));
    expect(await variantOf(saleId)).toEqual({ stock: 30, held: 30, sold: 0, reserved: 0 });
  });

  test("makes no second claim of one fan, and stays good for another", async () => {
    const saleId = await openSale(4);
    const [first, second] = (await issued(saleId, { count: 2 })) as [NewCode, NewCode];
    const friend = site.fan();
    const both = await Promise.all([redeem(saleId, friend, first), redeem(saleId, friend, second)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    expect(await variantOf(saleId)).toMatchObject({ held: 1, reserved: 1 });
    const left = both[0]?.status === 201 ? second : first;
    expect((await redeem(saleId, site.fan(), left)).status).toBe(201);
  });

  test("serves the claim of a fan who waits for just these units", async () => {
    const fans = site.fans(2);
    const saleId = await site.openDraw(fans, { variants: [{ variantId, stock: 2 }] });
    const code = await oneCode(saleId);
    const [, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    for (const fan of await site.inOrder(saleId, fans)) good(await site.claim(saleId, fan));
    const { body } = good(await site.ask(saleId, second, "GET", "claims/mine"));
    expect(body["claim"]).toMatchObject({ state: "waiting" });
    const redeemed = good(await redeem(saleId, second, code)).body["claim"];
    expect(redeemed).toMatchObject({ id: (body["claim"] as { id: string }).id, state: "held" });
  });

  test("is worth as many units as it says, of its variant", async () => {
    const saleId = await openSale(5, {
      variants: [
        { variantId, stock: 5 },
        { variantId: otherVariantId, stock: 5, claimLimit: 3 },
      ],
    });
    const code = await oneCode(saleId, { count: 1, units: 3, variantId: otherVariantId });
    const { body } = good(await redeem(saleId, site.fan(), code));
    expect(body["claim"]).toMatchObject({ lines: [{ variantId: otherVariantId, quantity: 3 }] });
  });

  test("does not go around a bar", async () => {
    const fans = site.fans(1);
    const saleId = await site.openDraw(fans, { variants: [{ variantId, stock: 2 }] });
    const code = await oneCode(saleId);
    good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "terms_violated" }));
    expect(refusal(await redeem(saleId, fans[0] as TestFan, code))).toBe("403 place_barred");
    expect((await redeem(saleId, site.fan(), code)).status).toBe(201);
  });

  test("is good in its own sale only", async () => {
    const saleId = await openSale(2);
    const code = await oneCode(saleId);
    expect(refusal(await redeem(await openSale(2), site.fan(), code))).toBe("404 code_unknown");
  });

  test("opens no sale, and registers nobody before it is open", async () => {
    const saleId = await site.publish();
    const code = await oneCode(saleId);
    const friend = site.fan();
    expect(refusal(await redeem(saleId, friend, code))).toBe("409 sale_not_open");
    good(await site.join(saleId, site.fan()));
    good(await site.operate(saleId, "PUT", "draw"));
    expect(refusal(await redeem(saleId, friend, code))).toBe("409 sale_not_open");
    expect((await site.send("GET", `/sales/${saleId}`)).body["registrations"]).toBe(1);
    good(await site.operate(saleId, "PUT", "opening"));
    expect((await redeem(saleId, friend, code)).status).toBe(201);
  });

  test("stands for the conditions that a sale puts to others", async () => {
    const saleId = await site.publish({
      kind: "open",
      proofOfWork: { difficulty: 10_000_000 },
      eligibility: { anyOf: [{ accountAgeDays: 30 }] },
    });
    good(await site.operate(saleId, "PUT", "opening"));
    const friend = site.fan();
    expect((await site.join(saleId, friend)).status).toBeGreaterThanOrEqual(400);
    expect((await redeem(saleId, friend, await oneCode(saleId))).status).toBe(201);
  });

  test("lets one fan in, however many try it at once or while the sale is paused", async () => {
    const saleId = await site.publish({
      kind: "open",
      eligibility: { anyOf: [{ accountAgeDays: 30 }] },
    });
    good(await site.operate(saleId, "PUT", "opening"));
    const code = await oneCode(saleId);
    const registered = async () =>
      (await site.send("GET", `/sales/${saleId}`)).body["registrations"];
    good(await site.operate(saleId, "PUT", "pause"));
    expect(refusal(await redeem(saleId, site.fan(), code))).toBe("409 admission_paused");
    expect(await registered()).toBe(0);
    good(await site.operate(saleId, "DELETE", "pause"));
    const replies = await Promise.all(site.fans(20).map((fan) => redeem(saleId, fan, code)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
    expect(await registered()).toBe(1);
  });
});
