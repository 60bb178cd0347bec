import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createManualClock } from "../../../tests/support/platform.ts";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";
import { Rush } from "../../platform/rush.ts";

const site = await createSaleSite();
const [variant, otherVariant] = site.variants;

const iso = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toISOString();

const patch = (saleId: string, body: unknown) =>
  site.send("PATCH", `/sales/${saleId}`, { body, as: site.owner });

async function eventsOf(saleId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select type from platform.outbox_events where subject = ${`sale:${saleId}`} order by sequence
  `.execute(site.platform.database.kysely);
  return rows.map(({ type }) => type);
}

describe("a draft", () => {
  test("may be changed until it is published; then its terms stand", async () => {
    const saleId = await site.draft();
    const changed = await patch(saleId, {
      version: 1,
      names: { en: "Second round" },
      variants: [{ variantId: otherVariant, stock: 5, claimLimit: 2 }],
      holdSeconds: 60,
    });
    expect(good(changed).body).toMatchObject({
      state: "draft",
      version: 2,
      names: { en: "Second round" },
      variants: [{ variantId: otherVariant, stock: 5, claimLimit: 2 }],
      holdSeconds: 60,
    });
    const published = good(await site.operate(saleId, "PUT", "publication"));
    expect(published.body).toMatchObject({ state: "registering", version: 3 });
    const before = await site.footprint();
    expect(refusal(await patch(saleId, { version: 3, holdSeconds: 5 }))).toBe(
      "409 wrong_sale_state",
    );
    expect(refusal(await site.operate(saleId, "PUT", "publication"))).toBe("409 wrong_sale_state");
    expect(await site.footprint()).toEqual(before);
    expect((await site.send("GET", `/sales/${saleId}`)).body).toEqual(published.body);
  });

  test("is not changed by who saw an older version", async () => {
    const saleId = await site.draft();
    good(await patch(saleId, { version: 1, holdSeconds: 60 }));
    const before = await site.footprint();
    const late = await patch(saleId, { version: 1, holdSeconds: 90 });
    expect(refusal(late)).toBe("409 sale_changed");
    expect(late.body["version"]).toBe(2);
    expect(await site.footprint()).toEqual(before);
  });

  test("is not changed into terms that do not fit together", async () => {
    const saleId = await site.draft();
    const before = await site.footprint();
    const wrong = await patch(saleId, { version: 1, opensAt: iso(1_000), endsAt: iso(500) });
    expect(refusal(wrong)).toBe("422 sale_terms_invalid");
    expect(wrong.body["problems"]).toMatchObject([{ field: "endsAt" }]);
    expect(await site.footprint()).toEqual(before);
  });

  test("is published only while there is time to register", async () => {
    const saleId = await site.draft({ drawMode: "beacon", registrationClosesAt: iso(-1) });
    const late = await site.operate(saleId, "PUT", "publication");
    expect(refusal(late)).toBe("422 sale_terms_invalid");
    const { body } = await site.send("GET", `/sales/${saleId}`, { as: site.owner });
    expect(body["state"]).toBe("draft");
  });
});

describe("registration", () => {
  test("is refused before its time, which the refusal names", async () => {
    const opensAt = iso(3_600_000);
    const saleId = await site.publish({ registrationOpensAt: opensAt });
    const refused = await site.join(saleId, site.fan());
    expect(refusal(refused)).toBe("409 registration_not_open");
    expect(refused.body).toMatchObject({ state: "registering", registrationOpensAt: opensAt });
    expect((await site.send("GET", `/sales/${saleId}`)).body["registrations"]).toBe(0);
  });

  test("of a sale with a closing time is not closed sooner by anybody", async () => {
    const saleId = await site.publish({ registrationClosesAt: iso(3_600_000) });
    const before = await site.footprint();
    expect(refusal(await site.operate(saleId, "PUT", "draw"))).toBe("409 registration_not_over");
    expect(await site.footprint()).toEqual(before);
    expect((await site.send("GET", `/sales/${saleId}`)).body["state"]).toBe("registering");
  });

  test("ends when the sale is called off", async () => {
    const saleId = await site.publish();
    good(await site.join(saleId, site.fan()));
    good(await site.operate(saleId, "DELETE", "publication"));
    expect(refusal(await site.join(saleId, site.fan()))).toBe("409 registration_not_open");
    expect(refusal(await site.operate(saleId, "PUT", "draw"))).toBe("409 wrong_sale_state");
    expect(await eventsOf(saleId)).toEqual(["SaleCreated", "SalePublished", "SaleCancelled"]);
  });
});

test("a crowd of claims is a rush, which lets what can wait make way", async () => {
  // Its clock stands still, so that all claims fall into one moment.
  const rush = new Rush(createManualClock());
  const crowded = await createSaleSite({ platform: { rush } });
  const fans = crowded.fans(20);
  const saleId = await crowded.openDraw(fans);
  expect(rush.isOn).toBe(false);
  for (const fan of fans) good(await crowded.claim(saleId, fan));
  expect(rush.isOn).toBe(true);
});

describe("an operator", () => {
  test("pauses the line, not those already admitted, and lets it go on", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans, {
      variants: [{ variantId: variant, stock: 1 }],
      admissionMargin: 0,
    });
    const [first, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    good(await site.operate(saleId, "PUT", "pause"));
    expect(refusal(await site.operate(saleId, "PUT", "pause"))).toBe("409 wrong_sale_state");
    good(await site.operate(saleId, "POST", "stock-additions", { variantId: variant, units: 5 }));
    await Bun.sleep(600);
    expect((await site.laneOf(saleId)).admittedThrough).toBe(1);
    expect(refusal(await site.claim(saleId, second))).toBe("409 not_your_turn");
    expect(good(await site.claim(saleId, first)).status).toBe(201);
    const now = await site.send("GET", `/sales/${saleId}/now`);
    expect(now.body).toMatchObject({ state: "paused", line: { waiting: 2 } });
    good(await site.operate(saleId, "DELETE", "pause"));
    await until(async () => (await site.laneOf(saleId)).admittedThrough === 3);
    expect(good(await site.claim(saleId, second)).status).toBe(201);
    expect((await eventsOf(saleId)).slice(-2)).toEqual(["AdmissionPaused", "AdmissionResumed"]);
  });

  test("adds stock, which fans who wait get first", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans);
    const ordered = await site.inOrder(saleId, fans);
    for (const fan of ordered) good(await site.claim(saleId, fan));
    const added = { variantId: variant, units: 2 };
    expect(good(await site.operate(saleId, "POST", "stock-additions", added)).status).toBe(201);
    const lane = await site.laneOf(saleId);
    expect([...lane.claims.values()].map(({ state }) => state)).toEqual(["held", "held", "held"]);
    expect(lane.variants[0]).toMatchObject({ stock: 4, held: 3 });
    const before = await site.footprint();
    const foreign = { variantId: otherVariant, units: 1 };
    const refused = await site.operate(saleId, "POST", "stock-additions", foreign);
    expect(refusal(refused)).toBe("422 unknown_variant");
    expect(await site.footprint()).toEqual(before);
  });

  test("stops the sale: those who wait, wait in vain, and holds stand until they end", async () => {
    const fans = site.fans(3);
    const saleId = await site.openDraw(fans);
    const ordered = await site.inOrder(saleId, fans);
    for (const fan of ordered) good(await site.claim(saleId, fan));
    const stopped = good(await site.operate(saleId, "PUT", "ending", { reason: "a fault" }));
    expect(stopped.body["state"]).toBe("ended");
    const lane = await site.laneOf(saleId);
    expect([...lane.claims.values()].map(({ state }) => state)).toEqual([
      "held",
      "held",
      "expired",
    ]);
    for (const [method, step] of [
      ["PUT", "pause"],
      ["PUT", "opening"],
      ["DELETE", "publication"],
    ] as const) {
      expect(refusal(await site.operate(saleId, method, step))).toBe("409 wrong_sale_state");
    }
    const [holder] = ordered as [TestFan];
    const left = await site.ask(saleId, holder, "DELETE", "registrations/mine");
    expect(refusal(left)).toBe("409 registration_not_open");
    // A fan may still give the units back; nobody waits for them any more.
    const { body } = good(await site.ask(saleId, holder, "GET", "claims/mine"));
    const { id } = body["claim"] as { id: string };
    good(await site.ask(saleId, holder, "DELETE", `claims/${id}`));
    expect((await site.laneOf(saleId)).freeUnits).toBe(1);
  });

  test("opens a sale once, however often at the same time", async () => {
    const saleId = await site.publish();
    good(await site.operate(saleId, "PUT", "draw"));
    const both = await Promise.all([1, 2].map(() => site.operate(saleId, "PUT", "opening")));
    expect(both.map(({ body }) => body["state"])).toEqual(["selling", "selling"]);
    const events = await eventsOf(saleId);
    expect(events.filter((type) => type === "SaleOpened")).toHaveLength(1);
  });
});
