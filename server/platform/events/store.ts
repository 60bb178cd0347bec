import { sql } from "kysely";
import { Client } from "pg";
import { connectionSettings, type Database, inTransaction, type Tx } from "../database/database.ts";
import { invariant } from "../failure.ts";

type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export interface NewEvent {
  /** What happened, in the past tense: `SaleOpened`. */
  readonly type: string;
  /** What it happened to: `sale:0198…`. */
  readonly subject: string;
  readonly payload: JsonObject;
}

export interface RecordedEvent extends NewEvent {
  /** Names the event; a consumer with effects outside the database uses it against repetition. */
  readonly sequence: number;
  readonly recordedAt: Date;
}

export interface Subscription {
  readonly consumer: string;
  readonly types: readonly string[];
  readonly handle: (event: RecordedEvent, tx: Tx) => Promise<void>;
}

const EVENT_TYPE = /^[A-Z][A-Za-z0-9]*$/;

export async function insertEvents(
  tx: Tx,
  events: readonly NewEvent[],
  nowMs: number,
): Promise<void> {
  for (const { type } of events) {
    invariant(EVENT_TYPE.test(type), `"${type}" is no name for an event`);
  }
  if (events.length === 0) return;
  await sql`
    insert into platform.outbox_events (type, subject, payload, recorded_at)
    select event->>'type', event->>'subject', event->'payload', ${new Date(nowMs)}::timestamptz
    from jsonb_array_elements(${JSON.stringify(events)}::jsonb) with ordinality as list (event, position)
    order by position
  `.execute(tx);
}

/**
 * Tells the database which consumers want which types. Types are only added: during a roll-out an
 * older server must not take them from a newer one. Who removes a consumer from the code removes
 * its row with a migration.
 * It uses a connection of its own, because its callers may hold all of the pool's.
 */
export async function registerConsumers(
  database: Database,
  subscriptions: readonly Subscription[],
): Promise<void> {
  if (subscriptions.length === 0) return;
  const client = new Client(connectionSettings(database.connectionString));
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(
      `insert into platform.event_consumers (name, types)
       select item->>'consumer', array(select jsonb_array_elements_text(item->'types'))
       from jsonb_array_elements($1::jsonb) as item
       -- Known ones are left out: the conflict below would wait for their deliveries under way.
       where not exists (
         select from platform.event_consumers
         where name = item->>'consumer'
           and types @> array(select jsonb_array_elements_text(item->'types'))
       )
       order by 1
       on conflict (name) do update
         set types = array(select unnest(event_consumers.types) union select unnest(excluded.types))`,
      [JSON.stringify(subscriptions.map(({ consumer, types }) => ({ consumer, types })))],
    );
  } finally {
    await client.end();
  }
}

/** The given consumers that have an event waiting and are not pausing after a failure. */
export async function findDueConsumers(
  database: Database,
  consumers: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from platform.event_consumers as consumers
    where name = any (${consumers})
      and (retry_at is null or retry_at <= ${new Date(nowMs)})
      and exists (
        select from platform.event_deliveries
        where consumer = consumers.name and parked_at is null
      )
    order by name
  `.execute(database.kysely);
  return rows.map((row) => row.name);
}

/** Takes the consumer for the rest of the transaction; false when another process has it. */
export async function lockConsumer(tx: Tx, consumer: string, nowMs: number): Promise<boolean> {
  const { rows } = await sql`
    select from platform.event_consumers
    where name = ${consumer} and (retry_at is null or retry_at <= ${new Date(nowMs)})
    for update skip locked
  `.execute(tx);
  return rows.length === 1;
}

/** A consumer's next events, oldest first; only types that this process knows how to handle. */
export async function listPending(
  tx: Tx,
  { consumer, types }: Subscription,
  limit: number,
): Promise<RecordedEvent[]> {
  const { rows } = await sql<RecordedEvent>`
    select sequence, type, subject, payload, recorded_at as "recordedAt"
    from platform.event_deliveries join platform.outbox_events using (sequence)
    where consumer = ${consumer} and parked_at is null and type = any (${types})
    order by sequence limit ${limit}
  `.execute(tx);
  return rows;
}

export async function markDelivered(
  tx: Tx,
  consumer: string,
  sequences: readonly number[],
): Promise<void> {
  await sql`
    delete from platform.event_deliveries
    where consumer = ${consumer} and sequence = any (${sequences})
  `.execute(tx);
  await sql`
    update platform.event_consumers set retry_at = null
    where name = ${consumer} and retry_at is not null
  `.execute(tx);
}

export interface FailedDelivery {
  readonly attempts: number;
  readonly parked: boolean;
}

/** Counts a failure; parks the event at the limit, else lets the consumer pause. */
export async function recordFailure(
  database: Database,
  failure: {
    readonly consumer: string;
    readonly sequence: number;
    readonly error: string;
    readonly nowMs: number;
    readonly attemptLimit: number;
    readonly pauseMs: (attempts: number) => number;
  },
): Promise<FailedDelivery | undefined> {
  const { consumer, sequence, nowMs } = failure;
  return await inTransaction(database, async (tx) => {
    const { rows } = await sql<FailedDelivery>`
      update platform.event_deliveries
      set attempts = attempts + 1,
        last_error = ${failure.error},
        parked_at = case when attempts + 1 >= ${failure.attemptLimit} then ${new Date(nowMs)}::timestamptz end
      where consumer = ${consumer} and sequence = ${sequence} and parked_at is null
      returning attempts, parked_at is not null as parked
    `.execute(tx);
    const counted = rows[0];
    if (counted === undefined) return undefined;
    const retryAt = counted.parked ? null : new Date(nowMs + failure.pauseMs(counted.attempts));
    await sql`
      update platform.event_consumers set retry_at = ${retryAt} where name = ${consumer}
    `.execute(tx);
    return counted;
  });
}

export async function retryParked(database: Database, consumer: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update platform.event_deliveries set parked_at = null, attempts = 0
    where consumer = ${consumer} and parked_at is not null
  `.execute(database.kysely);
  return Number(numAffectedRows ?? 0n);
}
