import { expect, test } from "bun:test";
import { sql } from "kysely";
import { testDatabase } from "../../../tests/support/database.ts";
import { createManualClock, testPlatform } from "../../../tests/support/platform.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { inTransaction, type Tx } from "../database/database.ts";
import type { Events, NewEvent, RecordedEvent } from "./events.ts";

const database = await testDatabase();
await sql`create table effects (number int generated always as identity, consumer text, payload jsonb)`.execute(
  database.kysely,
);

/** What the consumers wrote into the database, in that order. */
async function effectsOf(consumer: string): Promise<unknown[]> {
  const { rows } = await sql<{ payload: unknown }>`
    select payload from effects where consumer = ${consumer} order by number
  `.execute(database.kysely);
  return rows.map((row) => row.payload);
}

function writeEffect(tx: Tx, consumer: string, event: RecordedEvent) {
  return sql`insert into effects (consumer, payload) values (${consumer}, ${JSON.stringify(event.payload)}::jsonb)`.execute(
    tx,
  );
}

/** A server of its own, with a consumer that writes each event's payload into the database. */
function startServer(consumer: string, types: readonly string[], clock = createManualClock()) {
  const { events, metrics } = testPlatform(database, { clock });
  let fault: ((event: RecordedEvent, tx: Tx) => unknown) | undefined;
  events.subscribe(consumer, types, async (event, tx) => {
    await writeEffect(tx, consumer, event);
    await fault?.(event, tx);
  });
  return {
    events,
    metrics,
    clock,
    failWith: (next: typeof fault) => {
      fault = next;
    },
  };
}

function record(events: Events, type: string, ...payloads: number[]): Promise<void> {
  const list = payloads.map((n): NewEvent => ({ type, subject: "test:1", payload: { n } }));
  return inTransaction(database, (tx) => events.record(tx, list));
}

test("a consumer gets the events of its types, in the order in which they were recorded", async () => {
  const { events } = startServer("order", ["OrderA", "OrderB"]);
  await record(events, "OrderA", 1, 2);
  await record(events, "OrderC", 3);
  await record(events, "OrderB", 4);
  expect(await events.deliverPending()).toBe(3);
  expect(await effectsOf("order")).toEqual([{ n: 1 }, { n: 2 }, { n: 4 }]);
  expect(await events.deliverPending()).toBe(0);
});

test("an event carries what was recorded, and the time of the server's clock", async () => {
  const { events, clock } = testPlatform(database);
  const seen: RecordedEvent[] = [];
  events.subscribe("content", ["ContentMade"], async (event) => void seen.push(event));
  const payload = { text: "粟 'quoted' \\ \u2028", list: [1, null, { deep: true }] };
  await inTransaction(database, (tx) =>
    events.record(tx, { type: "ContentMade", subject: "thing:9", payload }),
  );
  await events.deliverPending();
  expect(seen).toEqual([
    {
      sequence: expect.any(Number),
      type: "ContentMade",
      subject: "thing:9",
      payload,
      recordedAt: new Date(clock.wallMs()),
    },
  ]);
});

test("an event of a rolled back transaction is never delivered", async () => {
  const { events } = startServer("rollback", ["RolledBack"]);
  const work = inTransaction(database, async (tx) => {
    await events.record(tx, { type: "RolledBack", subject: "test:1", payload: { n: 1 } });
    throw new Error("no");
  });
  expect(await rejectionOf(work)).toContain("no");
  await record(events, "RolledBack", 2);
  await events.deliverPending();
  expect(await effectsOf("rollback")).toEqual([{ n: 2 }]);
});

test("of two transactions that commit out of order, both events are delivered", async () => {
  const { events } = startServer("overlap", ["Overlapped"]);
  const committing = Promise.withResolvers<void>();
  const recorded = Promise.withResolvers<void>();
  const slow = inTransaction(database, async (tx) => {
    await events.record(tx, { type: "Overlapped", subject: "test:1", payload: { n: 1 } });
    recorded.resolve();
    await committing.promise;
  });
  await recorded.promise;
  await record(events, "Overlapped", 2);
  expect(await events.deliverPending()).toBe(1);
  committing.resolve();
  await slow;
  expect(await events.deliverPending()).toBe(1);
  expect(await effectsOf("overlap")).toEqual([{ n: 2 }, { n: 1 }]);
});

test("two servers deliver each event once between them, and in order", async () => {
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  const servers = [startServer("shared", ["Shared"]), startServer("shared", ["Shared"])];
  await record(servers[0]?.events ?? expect.unreachable(), "Shared", ...numbers);
  for (;;) {
    const counts = await Promise.all(servers.map(({ events }) => events.deliverPending()));
    if (counts.every((count) => count === 0)) break;
  }
  expect(await effectsOf("shared")).toEqual(numbers.map((n) => ({ n })));
});

test("a handler that fails changes nothing, and its consumer waits before the next try", async () => {
  const { events, clock, failWith } = startServer("retry", ["Retried"]);
  await record(events, "Retried", 1, 2, 3);
  failWith(({ payload }) => {
    if (payload["n"] === 2) throw new Error("not yet");
  });
  expect(await events.deliverPending()).toBe(1);
  expect(await effectsOf("retry")).toEqual([{ n: 1 }]);
  failWith(undefined);
  expect(await events.deliverPending()).toBe(0);
  clock.advance(1000);
  expect(await events.deliverPending()).toBe(2);
  expect(await effectsOf("retry")).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("a consumer that fails does not hold back another", async () => {
  const { events, failWith } = startServer("failing", ["Divided"]);
  const other: number[] = [];
  events.subscribe(
    "other",
    ["Divided"],
    async ({ payload }) => void other.push(Number(payload["n"])),
  );
  failWith(() => {
    throw new Error("broken");
  });
  await record(events, "Divided", 1, 2);
  await events.deliverPending();
  expect(other).toEqual([1, 2]);
});

test("an event that always fails is parked with its error, and the consumer goes on", async () => {
  const { events, clock, failWith } = startServer("poison", ["Poisoned"]);
  await record(events, "Poisoned", 1, 2);
  failWith(({ payload }) => {
    if (payload["n"] === 1) throw new Error("indigestible \0");
  });
  let tries = 0;
  while ((await events.deliverPending()) === 0) {
    tries += 1;
    clock.advance(60_000);
  }
  expect(tries).toBe(8);
  expect(await effectsOf("poison")).toEqual([{ n: 2 }]);
  const { rows } = await sql<{ last_error: string }>`
    select last_error from platform.event_deliveries where consumer = 'poison' and parked_at is not null
  `.execute(database.kysely);
  expect(rows).toEqual([{ last_error: expect.stringContaining("indigestible") }]);

  failWith(undefined);
  expect(await events.retryParked("poison")).toBe(1);
  expect(await events.deliverPending()).toBe(1);
  expect(await effectsOf("poison")).toEqual([{ n: 2 }, { n: 1 }]);
});

test("a crash between a handler's write and its commit undoes both, and the event comes again", async () => {
  const { events, clock, failWith } = startServer("crash", ["Crashed"]);
  await record(events, "Crashed", 1, 2);
  failWith(async ({ payload }, tx) => {
    if (payload["n"] === 2) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
  });
  expect(await events.deliverPending()).toBe(1);
  expect(await effectsOf("crash")).toEqual([{ n: 1 }]);
  failWith(undefined);
  clock.advance(1000);
  expect(await events.deliverPending()).toBe(1);
  expect(await effectsOf("crash")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("what fails only at the commit counts against the event, too", async () => {
  await sql`create table unique_at_commit (n int unique deferrable initially deferred)`.execute(
    database.kysely,
  );
  const { events, clock, failWith } = startServer("deferred", ["Deferred"]);
  failWith(({ payload }, tx) =>
    sql`insert into unique_at_commit values (${Math.min(Number(payload["n"]), 2)})`.execute(tx),
  );
  await record(events, "Deferred", 1, 2, 3);
  await events.deliverPending();
  for (let tries = 0; tries < 8; tries += 1) {
    clock.advance(60_000);
    await events.deliverPending();
  }
  expect(await effectsOf("deferred")).toEqual([{ n: 1 }, { n: 2 }]);
  expect(await events.retryParked("deferred")).toBe(1);
});

test("an event that SQL alone has written reaches its consumers", async () => {
  const { events } = startServer("by-sql", ["WrittenBySql"]);
  await events.deliverPending();
  await sql`
    insert into platform.outbox_events (type, subject, payload)
    values ('WrittenBySql', 'test:1', '{"n": 1}'), ('WrittenBySql', 'test:1', '{"n": 2}')
  `.execute(database.kysely);
  expect(await events.deliverPending()).toBe(2);
});

test("an older server leaves the events that it does not know to a newer one", async () => {
  const older = startServer("rolling", ["RollingA"]);
  const newer = startServer("rolling", ["RollingA", "RollingB"]);
  await newer.events.deliverPending();
  await older.events.deliverPending();
  await record(older.events, "RollingA", 1);
  await record(older.events, "RollingB", 2);
  expect(await older.events.deliverPending()).toBe(1);
  expect(await newer.events.deliverPending()).toBe(1);
  expect(await effectsOf("rolling")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("the first events may be recorded while every connection of the pool is in a transaction", async () => {
  const { events } = startServer("crowded", ["Crowded"]);
  const size = database.pool.options.max;
  const allBusy = Promise.withResolvers<void>();
  let busy = 0;
  await Promise.all(
    Array.from({ length: size }, (_, n) =>
      inTransaction(database, async (tx) => {
        await sql`select 1`.execute(tx);
        if ((busy += 1) === size) allBusy.resolve();
        await allBusy.promise;
        await events.record(tx, { type: "Crowded", subject: "test:1", payload: { n } });
      }),
    ),
  );
  expect(await events.deliverPending()).toBe(size);
});

test("a server that was started delivers by itself, and finishes when it is stopped", async () => {
  const { events } = startServer("background", ["Backgrounded"]);
  events.start();
  await record(events, "Backgrounded", 1);
  while ((await effectsOf("background")).length === 0) await Bun.sleep(10);
  await record(events, "Backgrounded", 2);
  while ((await effectsOf("background")).length === 1) await Bun.sleep(10);
  await events.stop();
  expect(await effectsOf("background")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("the metrics tell how many events wait and how many were parked", async () => {
  const { events, clock, metrics, failWith } = startServer("measured", ["Measured"]);
  failWith(() => {
    throw new Error("broken");
  });
  await record(events, "Measured", 1, 2, 3);
  for (let tries = 0; tries < 8; tries += 1) {
    await events.deliverPending();
    clock.advance(60_000);
  }
  events.start();
  while (!(await metrics.collect()).includes('millet_events_parked{consumer="measured"} 1')) {
    await Bun.sleep(10);
  }
  expect(await metrics.collect()).toContain('millet_events_pending{consumer="measured"} 2');
});

test("two consumers of one name, and an event that is not named in the past tense's form, are bugs", async () => {
  const { events } = startServer("twice", ["Twice"]);
  expect(() => events.subscribe("twice", ["Twice"], async () => {})).toThrow("named twice");
  expect(await rejectionOf(record(events, "twice-done", 1))).toContain("no name for an event");
});
