import { describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, refusal, type TestFan } from "../../../../tests/support/sale.ts";

const site = await createSaleSite();
const otherServer = await createSaleSite({ database: site.platform.database, runs: false });

interface Row {
  readonly number: number;
  readonly fan_id: string;
  readonly standing: string;
}

async function rowsOf(saleId: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select number, fan_id, standing from sales.registrations where sale_id = ${saleId}
    order by number`.execute(site.platform.database.kysely);
  return rows;
}

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("registrations", () => {
  test("of a hundred fans who all ask twice at once have the numbers 1 to 100, once each", async () => {
    const saleId = await site.publish();
    const fans = site.fans(100);
    const replies = await Promise.all([...fans, ...fans].map((fan) => site.join(saleId, fan)));
    const rows = await rowsOf(saleId);
    expect(rows.map(({ number }) => number)).toEqual(numbersTo(100));
    expect(new Set(rows.map(({ fan_id }) => fan_id))).toEqual(new Set(fans.map(({ id }) => id)));
    expect((await site.send("GET", `/sales/${saleId}`)).body["registrations"]).toBe(100);
    // Both answers to a fan say the same, and name the fan's own row.
    for (const [index, fan] of fans.entries()) {
      const [first, second] = [replies[index], replies[index + 100]];
      expect([200, 201]).toContain(good(first as never).status);
      expect(first?.body).toEqual(good(second as never).body);
      expect(rows.find(({ fan_id }) => fan_id === fan.id)?.number).toBe(
        first?.body["number"] as number,
      );
    }
  });

  test("of one fan who asks many times at once are one", async () => {
    const saleId = await site.publish();
    const fan = site.fan();
    const replies = await Promise.all(Array.from({ length: 30 }, () => site.join(saleId, fan)));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await rowsOf(saleId)).toEqual([{ number: 1, fan_id: fan.id, standing: "entered" }]);
    expect((await site.join(saleId, fan)).status).toBe(200);
  });

  test("that come to two servers at once are numbered once, and each fan has one", async () => {
    const saleId = await site.publish();
    const fans = site.fans(50);
    const replies = await Promise.all(
      fans.flatMap((fan) => [site.join(saleId, fan), otherServer.join(saleId, fan)]),
    );
    for (const reply of replies) good(reply);
    expect((await rowsOf(saleId)).map(({ number }) => number)).toEqual(numbersTo(50));
  });

  test("of two sales are numbered apart", async () => {
    const sales = [await site.publish(), await site.publish()];
    const fans = site.fans(10);
    await Promise.all(sales.flatMap((saleId) => fans.map((fan) => site.join(saleId, fan))));
    for (const saleId of sales) {
      expect((await rowsOf(saleId)).map(({ number }) => number)).toEqual(numbersTo(10));
    }
  });

  test("keep their order of arrival among those who leave and come back", async () => {
    const saleId = await site.publish();
    const fans = site.fans(20);
    await Promise.all(fans.map((fan) => site.join(saleId, fan)));
    const leaving = fans.slice(0, 10);
    await Promise.all(leaving.map((fan) => site.ask(saleId, fan, "DELETE", "registrations/mine")));
    await Promise.all(leaving.map((fan) => site.join(saleId, fan)));
    const rows = await rowsOf(saleId);
    expect(rows.map(({ number }) => number)).toEqual(numbersTo(30));
    expect(rows.slice(20).every(({ standing }) => standing === "entered")).toBe(true);
    const entered = rows.filter(({ standing }) => standing === "entered");
    expect(new Set(entered.map(({ fan_id }) => fan_id)).size).toBe(20);
  });

  test("that come while the list is closed are either in it or late, never between", async () => {
    const saleId = await site.publish();
    const fans = site.fans(60);
    const joining = fans.map(async (fan, index) => {
      await Bun.sleep(index);
      return good(await site.join(saleId, fan)).body;
    });
    await Bun.sleep(25);
    const sale = good(await site.operate(saleId, "PUT", "draw"));
    const { entrants } = sale.body["draw"] as { entrants: number };
    const late = site.fan();
    expect(good(await site.join(saleId, late)).body["latecomer"]).toBe(true);
    for (const { number, latecomer } of await Promise.all(joining)) {
      if (latecomer === true) expect(number).toBeGreaterThan(entrants);
      else expect(number).toBeLessThanOrEqual(entrants);
    }
    const numbers = (await rowsOf(saleId)).map(({ number }) => number);
    expect(numbers).toEqual(numbersTo(61));
    const places = await Promise.all([...fans, late].map((fan) => site.placeOf(saleId, fan)));
    expect(places.toSorted((a, b) => a - b)).toEqual(numbersTo(61));
  });

  test("that come twice at once after a release make one new place", async () => {
    const fan: TestFan = site.fan();
    const saleId = await site.openDraw([fan]);
    const { body } = good(await site.claim(saleId, fan));
    const { id } = body["claim"] as { id: string };
    good(await site.ask(saleId, fan, "DELETE", `claims/${id}`));
    const both = await Promise.all([site.join(saleId, fan), site.join(saleId, fan)]);
    expect(both.map((reply) => good(reply).body["number"])).toEqual([2, 2]);
    expect((await rowsOf(saleId)).map(({ standing }) => standing)).toEqual(["left", "entered"]);
  });

  test("without a session, or from a page of another site, are refused", async () => {
    const saleId = await site.publish();
    const { cookie } = site.fan();
    const post = (headers: Record<string, string>) =>
      site.send("POST", `/sales/${saleId}/registrations`, { headers });
    expect(refusal(await post({}))).toBe("401 sign_in_needed");
    const forged = cookie.replace("session_data=", "session_data=A");
    expect(refusal(await post({ cookie: forged }))).toBe("401 sign_in_needed");
    const foreign = await post({ cookie, origin: "https://evil.test" });
    expect(refusal(foreign)).toBe("403 foreign_origin");
    const crossSite = await post({ cookie, "sec-fetch-site": "cross-site" });
    expect(refusal(crossSite)).toBe("403 foreign_origin");
    expect(await rowsOf(saleId)).toEqual([]);
    expect((await post({ cookie, origin: "http://millet.test" })).status).toBe(201);
  });
});
