import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";

const site = await createSaleSite();
const { database } = site.platform;

const lines = { lines: [{ variantId: site.variants[0], quantity: 1 }] };

const bar = (saleId: string, place: number, reason = "duplicate_person", note = "") =>
  site.operate(saleId, "POST", "bars", { place, reason, note });

const restore = (saleId: string, place: number) => site.operate(saleId, "DELETE", `bars/${place}`);

/** Three fans in the order of their places; the first two hold the two units, the third waits. */
async function soldOut() {
  const fans = site.fans(3);
  const saleId = await site.openDraw(fans);
  const [first, second, third] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan, TestFan];
  for (const fan of [first, second, third]) good(await site.claim(saleId, fan));
  return { saleId, first, second, third };
}

async function claimStates(saleId: string): Promise<(string | undefined)[]> {
  const { claims } = await site.laneOf(saleId);
  return [1, 2, 3].map((place) => claims.get(place)?.state);
}

async function actionsOf(saleId: string): Promise<{ action: string; details: unknown }[]> {
  const { rows } = await sql<{ action: string; details: unknown }>`
    select action, details from accounts.operator_actions
    where subject = ${`sale:${saleId}`} and action like 'sale.place-%' order by sequence
  `.execute(database.kysely);
  return rows;
}

async function eventsOf(saleId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select type from platform.outbox_events
    where subject = ${`sale:${saleId}`} and type like 'Place%' order by sequence
  `.execute(database.kysely);
  return rows.map(({ type }) => type);
}

describe("a barred place", () => {
  test("loses its claim to the next who waits, and is told the public reason only", async () => {
    const { saleId, first } = await soldOut();
    const barred = await bar(saleId, 1, "duplicate_person", "the same card thrice");
    expect(barred.status).toBe(201);
    expect(barred.body).toMatchObject({ place: 1, reason: "duplicate_person", restoredAt: null });
    expect(await claimStates(saleId)).toEqual(["released", "held", "held"]);
    const refused = await site.claim(saleId, first);
    expect(refusal(refused)).toBe("403 place_barred");
    expect(refused.body["reason"]).toBe("duplicate_person");
    expect(JSON.stringify(refused.body)).not.toContain("card");
    expect((await site.laneOf(saleId)).barred.get(1)?.reason).toBe("duplicate_person");
    expect(await actionsOf(saleId)).toEqual([
      {
        action: "sale.place-barred",
        details: { place: 1, reason: "duplicate_person", note: "the same card thrice" },
      },
    ]);
    expect(await eventsOf(saleId)).toEqual(["PlacesDrawn", "PlaceBarred"]);
  });

  test("cannot be left for a new one by leaving, nor by registering again", async () => {
    const { saleId, first } = await soldOut();
    const pass = await site.passOf(saleId, first);
    good(await bar(saleId, 1));
    const left = await site.ask(saleId, first, "DELETE", "registrations/mine");
    expect(refusal(left)).toBe("403 place_barred");
    expect(left.body["reason"]).toBe("duplicate_person");
    const { body } = good(await site.ask(saleId, first, "GET", "claims/mine"));
    const claim = body["claim"] as { id: string; state: string };
    expect(claim.state).toBe("released");
    // Releasing what the bar has released is no way around it either.
    expect((await site.ask(saleId, first, "DELETE", `claims/${claim.id}`)).status).toBe(204);
    const again = await site.join(saleId, first);
    expect(again.status).toBe(200);
    expect(await site.placeOf(saleId, first)).toBe(1);
    expect(refusal(await site.claimWith(saleId, pass, lines))).toBe("403 place_barred");
    expect((await site.send("GET", `/sales/${saleId}`)).body["registrations"]).toBe(3);
  });

  test("that had been released by its fan is no way around the bar", async () => {
    const { saleId, first } = await soldOut();
    const { body } = good(await site.ask(saleId, first, "GET", "claims/mine"));
    good(await site.ask(saleId, first, "DELETE", `claims/${(body["claim"] as { id: string }).id}`));
    good(await bar(saleId, 1));
    good(await site.join(saleId, first));
    expect(await site.placeOf(saleId, first)).toBe(1);
    good(await restore(saleId, 1));
    good(await site.join(saleId, first));
    expect(await site.placeOf(saleId, first)).toBe(4);
  });

  test("that is restored may claim again, behind nobody", async () => {
    const { saleId, first, second } = await soldOut();
    good(await bar(saleId, 1));
    good(await restore(saleId, 1));
    expect(refusal(await restore(saleId, 1))).toBe("404 place_not_barred");
    const again = good(await site.claim(saleId, first));
    expect(again.body["claim"]).toMatchObject({ place: 1, state: "waiting" });
    const { body } = good(await site.ask(saleId, second, "GET", "claims/mine"));
    good(
      await site.ask(saleId, second, "DELETE", `claims/${(body["claim"] as { id: string }).id}`),
    );
    expect(await claimStates(saleId)).toEqual(["held", "released", "held"]);
    expect(await eventsOf(saleId)).toEqual(["PlacesDrawn", "PlaceBarred", "PlaceRestored"]);
    // The first claim stays in the table beside the second.
    const rows = await until(async () => {
      const { rows } = await sql<{ state: string }>`
        select state from sales.claims where sale_id = ${saleId} and place = 1 order by claimed_at
      `.execute(database.kysely);
      return rows.length === 2 && rows[1]?.state === "held" && rows;
    });
    expect(rows.map(({ state }) => state)).toEqual(["released", "held"]);
  });

  test("may be given another reason, and both are told", async () => {
    const { saleId, first } = await soldOut();
    good(await bar(saleId, 1));
    good(await bar(saleId, 1));
    good(await bar(saleId, 1, "payment_fraud"));
    const refused = await site.ask(saleId, first, "DELETE", "registrations/mine");
    expect(refused.body["reason"]).toBe("payment_fraud");
    const items = async () =>
      (await site.operate(saleId, "GET", "bars")).body["items"] as Record<string, unknown>[];
    expect(await items()).toMatchObject([
      { reason: "payment_fraud", restoredAt: null },
      { reason: "duplicate_person", restoredAt: expect.any(String) },
    ]);
    good(await restore(saleId, 1));
    expect((await items()).every(({ restoredAt }) => restoredAt !== null)).toBe(true);
    good(await site.claim(saleId, first));
    expect(await eventsOf(saleId)).toEqual([
      "PlacesDrawn",
      "PlaceBarred",
      "PlaceBarred",
      "PlaceRestored",
    ]);
  });
});

describe("barring", () => {
  test("a place that nobody has is refused and leaves no trace", async () => {
    const { saleId } = await soldOut();
    const before = await site.footprint();
    expect(refusal(await bar(saleId, 4))).toBe("404 place_not_found");
    expect(refusal(await bar(saleId, 2 ** 31 - 1))).toBe("404 place_not_found");
    expect(refusal(await restore(saleId, 2))).toBe("404 place_not_barred");
    expect(refusal(await restore(saleId, 2 ** 31 - 1))).toBe("404 place_not_barred");
    expect(await site.footprint()).toEqual(before);
  });

  test("is possible from the draw to the end", async () => {
    const fans = site.fans(2);
    const saleId = await site.publish();
    for (const fan of fans) good(await site.join(saleId, fan));
    expect(refusal(await bar(saleId, 1))).toBe("409 wrong_sale_state");
    good(await site.operate(saleId, "PUT", "draw"));
    good(await bar(saleId, 1));
    good(await site.operate(saleId, "PUT", "ending", {}));
    expect(refusal(await bar(saleId, 2))).toBe("409 wrong_sale_state");
    expect(refusal(await restore(saleId, 1))).toBe("409 wrong_sale_state");
    expect([...(await site.laneOf(saleId)).barred.keys()]).toEqual([1]);
  });

  test("at the same time from two desks makes one bar", async () => {
    const { saleId } = await soldOut();
    const both = await Promise.all([bar(saleId, 2), bar(saleId, 2)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const { items } = (await site.operate(saleId, "GET", "bars")).body as { items?: unknown[] };
    expect(items).toHaveLength(1);
  });
});
