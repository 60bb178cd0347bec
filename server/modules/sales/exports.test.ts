import { beforeAll, describe, expect, test } from "bun:test";
import { sql } from "kysely";
import { expectRefusal, sendOverWire } from "../../../tests/support/refusals.ts";
import { createSaleSite, good, type TestFan, until } from "../../../tests/support/sale.ts";
import { newId } from "../../platform/ids.ts";

const site = await createSaleSite();
const { database } = site.platform;
const owner = { authorization: site.owner };

let saleId = "";
let inOrder: TestFan[] = [];

/** The lines of the file, the mark at its beginning left out. */
async function linesOf(file: string, headers = owner): Promise<string[]> {
  const response = await sendOverWire(site, {
    method: "GET",
    path: `/sales/${saleId}/${file}`,
    headers,
  });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text.endsWith("\r\n")).toBe(true);
  return text.replace("\ufeff", "").split("\r\n").slice(0, -1);
}

const actions = async () =>
  (
    await sql<{ action: string }>`select action from accounts.operator_actions
      where subject = ${`sale:${saleId}`} and action like '%-exported' order by sequence`.execute(
      database.kysely,
    )
  ).rows.map(({ action }) => action);

beforeAll(async () => {
  const fans = site.fans(3);
  const [named] = fans as [TestFan];
  await sql`
    insert into accounts.fans (id, name, email, email_verified)
    values (${named.id}, '=HYPERLINK("http://evil.example")', 'fan,one@fans.test', true)
  `.execute(database.kysely);
  saleId = await site.openDraw(fans, {
    variants: site.variants.map((variantId) => ({ variantId, stock: 2 })),
  });
  inOrder = await site.inOrder(saleId, fans);
  const both = site.variants.map((variantId) => ({ variantId, quantity: 1 }));
  for (const fan of inOrder.slice(0, 2)) good(await site.claim(saleId, fan, both));
  await site.footprint();
});

describe("registrations.csv", () => {
  test("has every registration in order of arrival, guarded against formulas", async () => {
    const [head, ...rows] = await linesOf("registrations.csv");
    expect(head).toBe("number,place,standing,registered_at,fan_id,name,email");
    expect(rows).toHaveLength(3);
    expect(rows.map((row) => row.split(",")[0])).toEqual(["1", "2", "3"]);
    expect(rows[0]).toEndWith(`,"'=HYPERLINK(""http://evil.example"")","fan,one@fans.test"`);
    const places = new Map(rows.map((row) => [row.split(",")[4], Number(row.split(",")[1])]));
    for (const [index, fan] of inOrder.entries()) expect(places.get(fan.id)).toBe(index + 1);
  });

  test("keeps to itself the bytes with which a leaf of the public list could be found", async () => {
    const { rows } = await sql<{ random_bytes: Buffer }>`
      select random_bytes from sales.registrations where sale_id = ${saleId}`.execute(
      database.kysely,
    );
    const text = (await linesOf("registrations.csv")).join("\n");
    for (const { random_bytes: bytes } of rows) {
      expect(text).not.toContain(bytes.toString("hex"));
    }
  });

  test("goes on from page to page without losing or repeating a row", async () => {
    const before = saleId;
    saleId = await site.publish();
    await sql`
      insert into sales.registrations (sale_id, number, fan_id)
      select ${saleId}, n, gen_random_uuid() from generate_series(1, 4501) as n`.execute(
      database.kysely,
    );
    await sql`
      update sales.entrant_lists set registrations = 4501 where sale_id = ${saleId}`.execute(
      database.kysely,
    );
    const numbers = (await linesOf("registrations.csv")).slice(1).map((row) => row.split(",")[0]);
    expect(numbers).toEqual(Array.from({ length: 4501 }, (_, index) => String(index + 1)));
    saleId = before;
  });
});

describe("claims.csv", () => {
  test("has every claim in the order of places, with the units of each variant", async () => {
    const [head, ...rows] = await linesOf("claims.csv");
    expect(head).toMatch(
      /^claim_id,place,state,claimed_at,expires_at,friend_code_number,units \S+-A,units \S+-B,fan_id,name,email$/,
    );
    const cells = rows.map((row) => row.split(",").slice(1, 3).concat(row.split(",").slice(6, 9)));
    expect(cells).toEqual([
      ["1", "held", "1", "1", inOrder[0]?.id ?? ""],
      ["2", "held", "1", "1", inOrder[1]?.id ?? ""],
    ]);
  });

  test("goes on from page to page, however far apart the places are", async () => {
    const before = saleId;
    saleId = await site.publish();
    const places = [1, 2_000, 2_001, 4_500];
    await sql`
      insert into sales.claims (id, sale_id, place, lines, state, sequence, claimed_at)
      select gen_random_uuid(), ${saleId}, place, '[]', 'waiting', 1, now()
      from unnest(${places}::integer[]) as place`.execute(database.kysely);
    const found = (await linesOf("claims.csv")).slice(1).map((row) => Number(row.split(",")[1]));
    expect(found).toEqual(places);
    await sql`delete from sales.claims where sale_id = ${saleId}`.execute(database.kysely);
    saleId = before;
  });

  test("shows both claims of a place that was restored", async () => {
    good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "terms_violated" }));
    good(await site.operate(saleId, "DELETE", "bars/1"));
    good(await site.claim(saleId, inOrder[0] as TestFan));
    const states = await until(async () => {
      const rows = (await linesOf("claims.csv")).slice(1).map((row) => row.split(","));
      return rows.length === 3 && rows.map(([, place, state]) => `${place} ${state}`);
    });
    expect(states.sort()).toEqual(["1 held", "1 released", "2 held"]);
  });
});

test("who takes a table stands in the audit log", async () => {
  const before = (await actions()).length;
  await linesOf("claims.csv", { authorization: await site.keyOf("support") });
  await linesOf("registrations.csv");
  expect((await actions()).slice(before)).toEqual([
    "sale.claims-exported",
    "sale.registrations-exported",
  ]);
});

describe("a table is refused", () => {
  for (const file of ["registrations.csv", "claims.csv"]) {
    test(`to who may not have it: ${file}`, async () => {
      const get = (id: string, headers: Record<string, string>) => ({
        method: "GET",
        path: `/sales/${id}/${file}`,
        headers,
      });
      const engineer = { authorization: await site.keyOf("engineer") };
      await expectRefusal(site, get(saleId, {}), "401 not_signed_in");
      await expectRefusal(site, get(saleId, engineer), "403 permission_missing");
      await expectRefusal(site, get(newId(), owner), "404 sale_not_found");
      await expectRefusal(site, get("1", owner), "422 invalid_request");
    });
  }
});
