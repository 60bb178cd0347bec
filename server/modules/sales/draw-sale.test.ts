import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, refusal, until, type TestFan } from "../../../tests/support/sale.ts";

const site = await createSaleSite();
const { database } = site.platform;

type Three = [TestFan, TestFan, TestFan];

const claimOf = (reply: { body: Record<string, unknown> }) =>
  reply.body["claim"] as { id: string; state: string; place: number; expiresAt: string | null };

/** Three fans of a sale with two units, in the order of their places. */
async function threeForTwo(offer: Record<string, unknown> = {}) {
  const fans = site.fans(3);
  const saleId = await site.openDraw(fans, offer);
  const [first, second, third] = (await site.inOrder(saleId, fans)) as Three;
  return { saleId, first, second, third };
}

const claimState = async (saleId: string, fan: TestFan) =>
  claimOf(await site.ask(saleId, fan, "GET", "claims/mine")).state;

/** The table that follows the log: states by place. */
async function projected(saleId: string): Promise<[place: number, state: string][]> {
  const { rows } = await sql<{ place: number; state: string }>`
    select place, state from sales.claims where sale_id = ${saleId} order by place, sequence
  `.execute(database.kysely);
  return rows.map(({ place, state }) => [place, state]);
}

describe("a sale by draw", () => {
  test("gives two units to the first two, and the third waits for one that comes back", async () => {
    const { saleId, first, second, third } = await threeForTwo();
    const made = await site.claim(saleId, first);
    expect(made.status).toBe(201);
    expect(claimOf(made)).toMatchObject({ saleId, place: 1, state: "held" });
    expect(claimOf(await site.claim(saleId, second)).state).toBe("held");
    const waiting = await site.claim(saleId, third);
    expect(waiting.status).toBe(201);
    expect(claimOf(waiting)).toMatchObject({ place: 3, state: "waiting", expiresAt: null });

    const again = await site.claim(saleId, first);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(made.body);

    const now = await until(async () => {
      const { body } = await site.send("GET", `/sales/${saleId}/now`);
      return body["soldOut"] === true ? body : undefined;
    });
    expect(now).toMatchObject({
      state: "selling",
      units: { stock: 2, held: 2, free: 0 },
      claims: { held: 2, waiting: 1 },
      line: { places: 3, admittedThrough: 3, waiting: 0 },
      final: false,
    });

    const path = `claims/${claimOf(made).id}`;
    good(await site.ask(saleId, first, "DELETE", path));
    expect(await claimState(saleId, third)).toBe("held");
    // Releasing again is the same release.
    expect((await site.ask(saleId, first, "DELETE", path)).status).toBe(204);
    const lane = await site.laneOf(saleId);
    expect(lane.freeUnits).toBe(0);
    await until(async () => (await projected(saleId)).some(([, state]) => state === "released"));
    expect(await projected(saleId)).toEqual([
      [1, "released"],
      [2, "held"],
      [3, "held"],
    ]);
    const over = await site.claim(saleId, first);
    expect(refusal(over)).toBe("409 claim_over");
    expect(over.body["claim"]).toMatchObject({ place: 1, state: "released" });
  });

  test("extends the line to latecomers, behind all who were drawn", async () => {
    const { saleId } = await threeForTwo();
    const [fourth, fifth] = site.fans(2) as [TestFan, TestFan];
    expect(good(await site.join(saleId, fourth)).body).toMatchObject({
      number: 4,
      latecomer: true,
    });
    good(await site.join(saleId, fifth));
    expect(await site.placeOf(saleId, fourth)).toBe(4);
    expect(await site.placeOf(saleId, fifth)).toBe(5);
    await until(async () => (await site.laneOf(saleId)).admittedThrough === 5);
    expect(claimOf(await site.claim(saleId, fifth))).toMatchObject({ place: 5, state: "held" });
  });

  test("gives a fan who comes back after releasing a new place behind all", async () => {
    const { saleId, first } = await threeForTwo();
    const { id } = claimOf(good(await site.claim(saleId, first)));
    good(await site.ask(saleId, first, "DELETE", `claims/${id}`));
    expect(good(await site.join(saleId, first)).status).toBe(201);
    expect(good(await site.join(saleId, first)).status).toBe(200);
    expect(await site.placeOf(saleId, first)).toBe(4);
    await until(async () => (await site.laneOf(saleId)).admittedThrough === 4);
    const anew = claimOf(good(await site.claim(saleId, first)));
    expect(anew).toMatchObject({ place: 4, state: "held" });
    expect(anew.id).not.toBe(id);
    expect(await claimState(saleId, first)).toBe("held");
  });

  test("gives the place of a fan who leaves to others, and the fan a new one behind all", async () => {
    const { saleId, first, third } = await threeForTwo();
    const pass = await site.passOf(saleId, first);
    good(await site.ask(saleId, first, "DELETE", "registrations/mine"));
    expect(refusal(await site.claimWith(saleId, pass, lines(1)))).toBe("409 place_given_up");
    for (const step of ["place", "registrations/mine"]) {
      const gone = await site.ask(saleId, first, "GET", step);
      expect(refusal(gone)).toBe("404 registration_not_found");
    }
    const again = await site.ask(saleId, first, "DELETE", "registrations/mine");
    expect(refusal(again)).toBe("404 registration_not_found");
    expect((await site.laneOf(saleId)).givenUp).toEqual(new Set([1]));
    good(await site.join(saleId, first));
    expect(await site.placeOf(saleId, first)).toBe(4);
    expect(claimOf(await site.claim(saleId, third)).state).toBe("held");
  });

  test("gives up the claim of a fan who leaves", async () => {
    const { saleId, first, second, third } = await threeForTwo();
    for (const fan of [first, second, third]) good(await site.claim(saleId, fan));
    good(await site.ask(saleId, second, "DELETE", "registrations/mine"));
    expect(await claimState(saleId, third)).toBe("held");
    const { claims } = await site.laneOf(saleId);
    expect([...claims.values()].map(({ state }) => state)).toEqual(["held", "released", "held"]);
  });

  test("passes an expired hold on to the next who waits", async () => {
    const fans = site.fans(3);
    const saleId = await site.publish({ admissionMargin: 10 });
    for (const fan of fans) good(await site.join(saleId, fan));
    // Operators hold for five seconds at the least; the lane takes what the draw froze.
    await sql`update sales.sales set hold_seconds = 1 where id = ${saleId}`.execute(
      database.kysely,
    );
    good(await site.operate(saleId, "PUT", "draw"));
    good(await site.operate(saleId, "PUT", "opening"));
    const [first, second, third] = (await site.inOrder(saleId, fans)) as Three;
    const { expiresAt } = claimOf(good(await site.claim(saleId, first)));
    for (const fan of [second, third]) good(await site.claim(saleId, fan));
    await until(async () => (await claimState(saleId, third)) === "held");
    const lane = await site.laneOf(saleId);
    expect(lane.claims.get(1)?.state).toBe("expired");
    expect(lane.at).toBeGreaterThanOrEqual(Date.parse(expiresAt ?? ""));
    expect(refusal(await site.claim(saleId, first))).toBe("409 claim_over");
    good(await site.join(saleId, first));
    expect(await site.placeOf(saleId, first)).toBe(4);
    // An ended sale's lane lives until its last hold is over, and so does the table.
    good(await site.operate(saleId, "PUT", "ending", {}));
    await until(async () => (await projected(saleId)).every(([, state]) => state === "expired"));
    expect(await projected(saleId)).toHaveLength(3);
  });
});

describe("a claim", () => {
  test("takes several variants or none of them, within the limit of each", async () => {
    const [a, b] = site.variants;
    const fans = site.fans(2);
    const saleId = await site.openDraw(fans, {
      variants: [
        { variantId: a, stock: 3, claimLimit: 2 },
        { variantId: b, stock: 1 },
      ],
    });
    const [first, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    const both = [
      { variantId: b, quantity: 1 },
      { variantId: a, quantity: 2 },
    ];
    const tooMany = await site.claim(saleId, first, [{ variantId: a, quantity: 3 }]);
    expect(refusal(tooMany)).toBe("422 quantity_too_large");
    expect(tooMany.body).toMatchObject({ limit: 2 });
    const made = good(await site.claim(saleId, first, both));
    expect(made.body["claim"]).toMatchObject({ lines: both.toReversed() });
    // Asked in another order it is the same claim.
    expect((await site.claim(saleId, first, both.toReversed())).status).toBe(200);
    const differs = await site.claim(saleId, first, [{ variantId: a, quantity: 1 }]);
    expect(refusal(differs)).toBe("409 claim_differs");
    expect(differs.body["claim"]).toEqual(made.body["claim"]);
    const waits = await site.claim(saleId, second, [
      { variantId: a, quantity: 1 },
      { variantId: b, quantity: 1 },
    ]);
    expect(claimOf(waits).state).toBe("waiting");
    const lane = await site.laneOf(saleId);
    expect(lane.variants.map(({ held }) => held)).toEqual([2, 1]);
  });

  test("whose turn has not come is told how many are ahead", async () => {
    const { saleId, third } = await threeForTwo({ admissionMargin: 0 });
    const early = await site.claim(saleId, third);
    expect(refusal(early)).toBe("409 not_your_turn");
    expect(early.body).toMatchObject({ placesAhead: 0, asOf: { sequence: expect.any(Number) } });
    expect((await site.laneOf(saleId)).claims.size).toBe(0);
  });

  test("is refused before the opening and after the end, and open holds outlive it", async () => {
    const fans = site.fans(2);
    const saleId = await site.publish({ opensAt: "2999-01-01T00:00:00Z" });
    for (const fan of fans) good(await site.join(saleId, fan));
    good(await site.operate(saleId, "PUT", "draw"));
    const [first, second] = (await site.inOrder(saleId, fans)) as [TestFan, TestFan];
    const early = await site.claim(saleId, first);
    expect(refusal(early)).toBe("409 sale_not_open");
    expect(early.body["opensAt"]).toBe("2999-01-01T00:00:00.000Z");
    good(await site.operate(saleId, "PUT", "opening"));
    good(await site.claim(saleId, first));
    good(await site.operate(saleId, "PUT", "ending", { reason: "enough" }));
    expect(refusal(await site.claim(saleId, second))).toBe("409 sale_ended");
    expect((await site.claim(saleId, first)).status).toBe(200);
    const lane = await site.laneOf(saleId);
    expect([lane.phase, lane.heldClaims]).toEqual(["ended", 1]);
  });
});

function lines(quantity: number) {
  return { lines: [{ variantId: site.variants[0], quantity }] };
}

test("while its lane is being started a drawn sale is told from the tables, and not as another server's", async () => {
  const saleId = await site.publish();
  for (const fan of site.fans(3)) good(await site.join(saleId, fan));
  const now = () => site.send("GET", `/sales/${saleId}/now`);
  let drawing: Promise<unknown> | undefined;
  // The lane cannot read its log as long as this transaction holds the table.
  await database.kysely.transaction().execute(async (tx) => {
    await sql`lock table sales.lane_records in access exclusive mode`.execute(tx);
    drawing = site.operate(saleId, "PUT", "draw");
    await until(async () => {
      const { rows } = await sql<{ state: string }>`
        select state from sales.sales where id = ${saleId}`.execute(database.kysely);
      return rows[0]?.state === "drawn";
    });
    const told = await until(async () => {
      const reply = await now();
      return reply.status === 503 || reply.body["state"] === "drawn" ? reply : undefined;
    });
    expect([told.status, told.body["state"], told.body["asOf"]]).toEqual([200, "drawn", null]);
  });
  await drawing;
  expect(
    (await until(async () => ((await now()).body["asOf"] === null ? false : now()))).status,
  ).toBe(200);
});
