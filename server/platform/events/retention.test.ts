import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../tests/support/platform.ts";
import { inTransaction } from "../database/database.ts";
import { pruneEvents } from "./retention.ts";

const database = await testDatabase();
const clock = createManualClock();
const DAY_MS = 24 * 3600 * 1000;

test("events are removed after thirty days, unless somebody still waits for them", async () => {
  const { events } = testPlatform(database, { clock });
  const handle = async () => {};
  const subscriptions = [{ consumer: "kept", types: ["Waiting"], handle }];
  events.subscribe("kept", ["Waiting"], handle);
  events.subscribe("gone", ["Forgotten"], handle);
  const record = (type: string) =>
    inTransaction(database, (tx) => events.record(tx, { type, subject: "test:1", payload: {} }));
  for (const type of ["Waiting", "Forgotten", "Unwanted"]) await record(type);
  clock.advance(29 * DAY_MS);
  expect(await pruneEvents(database, clock, subscriptions)).toBe(0);
  clock.advance(2 * DAY_MS);
  await record("Unwanted");
  expect(await pruneEvents(database, clock, subscriptions)).toBe(2);
  const { rows } = await sql<{ type: string }>`
    select type from platform.outbox_events order by sequence
  `.execute(database.kysely);
  expect(rows.map(({ type }) => type)).toEqual(["Waiting", "Unwanted"]);
});
