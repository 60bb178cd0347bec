import { expect, test } from "bun:test";
import { sql } from "kysely";
import { createSaleSite, good, type TestFan, until } from "../../../tests/support/sale.ts";

const site = await createSaleSite();
const { database } = site.platform;

test("a server that takes a lane over writes the bars that the last one left out", async () => {
  const fans = site.fans(2);
  const saleId = await site.openDraw(fans);
  const [first] = (await site.inOrder(saleId, fans)) as [TestFan];
  good(await site.operate(saleId, "POST", "bars", { place: 1, reason: "payment_fraud" }));
  await site.sales.stop();
  // As if the server had gone away between the lane's record and the tables, each way.
  await sql`delete from sales.bars where sale_id = ${saleId}`.execute(database.kysely);
  await sql`insert into sales.bars (sale_id, place, reason) values (${saleId}, 2, 'terms_violated')
  `.execute(database.kysely);
  await sql`delete from platform.outbox_events where subject = ${`sale:${saleId}`}`.execute(
    database.kysely,
  );
  const second = await createSaleSite({ database });
  const items = await until(async () => {
    const { body } = good(await second.operate(saleId, "GET", "bars"));
    const found = body["items"] as { place: number; reason: string; restoredAt: string | null }[];
    return found.length === 2 && found.toSorted((a, b) => a.place - b.place);
  });
  expect(items).toMatchObject([
    { place: 1, reason: "payment_fraud", restoredAt: null },
    { place: 2, reason: "terms_violated", restoredAt: expect.any(String) },
  ]);
  const { rows } = await sql<{ row: unknown }>`
    select json_build_array(type, payload->'place', payload->'fanId') as row
    from platform.outbox_events where subject = ${`sale:${saleId}`} order by sequence`.execute(
    database.kysely,
  );
  const [, other] = await second.inOrder(saleId, fans);
  expect(rows.map(({ row }) => row)).toEqual([
    ["PlaceBarred", 1, first.id],
    ["PlaceRestored", 2, other?.id],
  ]);
  const place = good(await second.ask(saleId, first, "GET", "place"));
  expect(place.body["bar"]).toMatchObject({ reason: "payment_fraud" });
});
