import { describe, expect, test } from "bun:test";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";

const site = await createSaleSite();

const [variant] = site.variants;
const OFFER = { kind: "open", variants: [{ variantId: variant, stock: 1 }] };

const lines = { lines: [{ variantId: variant, quantity: 1 }] };

const stateOf = (reply: { body: Record<string, unknown> }) =>
  (reply.body["claim"] as { state: string }).state;

async function joined(count: number): Promise<{ saleId: string; fans: TestFan[] }> {
  const fans = site.fans(count);
  const saleId = await site.publish(OFFER);
  for (const fan of fans) good(await site.join(saleId, fan));
  return { saleId, fans };
}

describe("a sale without a draw", () => {
  test("gives passes before the opening, which claim from the opening on", async () => {
    const { saleId, fans } = await joined(1);
    const [fan] = fans as [TestFan];
    const place = good(await site.ask(saleId, fan, "GET", "place"));
    expect(place.body).toMatchObject({ saleId, number: 1, place: null });
    const pass = String(place.body["pass"]);
    const cookie = place.headers.getSetCookie().find((line) => line.startsWith("millet_pass="));
    expect(cookie).toContain(`Path=/api/v1/sales/${saleId}/claims; HttpOnly; SameSite=Strict`);

    expect(refusal(await site.claimWith(saleId, pass, lines))).toBe("409 sale_not_open");
    expect((await site.laneOf(saleId)).phase).toBe("ready");
    good(await site.operate(saleId, "PUT", "opening"));
    const headers = { cookie: `other=1; millet_pass=${pass}`, origin: "http://millet.test" };
    const made = await site.send("POST", `/sales/${saleId}/claims`, { body: lines, headers });
    expect([made.status, stateOf(made)]).toEqual([201, "held"]);
    expect((await site.laneOf(saleId)).heldClaims).toBe(1);
  });

  test("serves those who wait in the order in which they came, not by number", async () => {
    const { saleId, fans } = await joined(4);
    good(await site.operate(saleId, "PUT", "opening"));
    const [one, two, three, four] = fans as [TestFan, TestFan, TestFan, TestFan];
    for (const fan of [two, four, one, three]) good(await site.claim(saleId, fan));
    const { body } = good(await site.ask(saleId, two, "GET", "claims/mine"));
    const { id } = body["claim"] as { id: string };
    good(await site.ask(saleId, two, "DELETE", `claims/${id}`));
    const states = async () => {
      const { claims } = await site.laneOf(saleId);
      return [1, 2, 3, 4].map((number) => claims.get(number)?.state);
    };
    expect(await states()).toEqual(["waiting", "released", "waiting", "held"]);
    good(await site.ask(saleId, four, "DELETE", "registrations/mine"));
    expect(await states()).toEqual(["held", "released", "waiting", "released"]);
  });

  test("takes registrations while it sells, and shows no line", async () => {
    const { saleId } = await joined(1);
    good(await site.operate(saleId, "PUT", "opening"));
    const late = site.fan();
    expect(good(await site.join(saleId, late)).body).toMatchObject({ number: 2, latecomer: false });
    expect(stateOf(good(await site.claim(saleId, late)))).toBe("held");
    const now = await until(async () => {
      const { body } = await site.send("GET", `/sales/${saleId}/now`);
      return body["soldOut"] === true ? body : undefined;
    });
    expect(now["line"]).toBeNull();
  });

  test("has neither a closing nor a draw", async () => {
    const { saleId } = await joined(1);
    expect(refusal(await site.operate(saleId, "PUT", "draw"))).toBe("409 wrong_sale_state");
    const sale = good(await site.send("GET", `/sales/${saleId}`));
    expect(sale.body).toMatchObject({ state: "registering", draw: null });
  });

  test("that is called off takes no more claims, and says so", async () => {
    const { saleId, fans } = await joined(1);
    const [fan] = fans as [TestFan];
    const pass = await site.passOf(saleId, fan);
    good(await site.operate(saleId, "DELETE", "publication"));
    const refused = await until(async () => {
      const reply = await site.claimWith(saleId, pass, lines);
      return refusal(reply) === "409 sale_ended";
    });
    expect(refused).toBe(true);
    const now = good(await site.send("GET", `/sales/${saleId}/now`));
    expect(now.body).toMatchObject({ state: "cancelled", final: true, units: { free: 0 } });
    expect(refusal(await site.join(saleId, site.fan()))).toBe("409 registration_not_open");
    const left = await site.ask(saleId, fan, "DELETE", "registrations/mine");
    expect(refusal(left)).toBe("409 registration_not_open");
    expect((await site.laneOf(saleId)).claims.size).toBe(0);
  });

  test("gives up the place of a fan who leaves before the opening", async () => {
    const { saleId, fans } = await joined(2);
    const [fan] = fans as [TestFan];
    const pass = await site.passOf(saleId, fan);
    good(await site.ask(saleId, fan, "DELETE", "registrations/mine"));
    good(await site.operate(saleId, "PUT", "opening"));
    expect(refusal(await site.claimWith(saleId, pass, lines))).toBe("409 place_given_up");
    good(await site.join(saleId, fan));
    expect((await site.ask(saleId, fan, "GET", "place")).body["number"]).toBe(3);
    expect(stateOf(good(await site.claim(saleId, fan)))).toBe("held");
  });
});
