import { sql } from "kysely";
import type { EventsDeps } from "./events.ts";

/** Counting a long line of waiting events costs the database; this often is enough. */
const MEASURE_EVERY_MS = 15_000;

/** Returns what reads the outbox's gauges, if it is time to. */
export function measureEvents(
  { database, clock, metrics }: EventsDeps,
  listConsumers: () => string[],
): () => Promise<void> {
  const pending = metrics.gauge("events_pending", "Events that wait for a consumer.", ["consumer"]);
  const parked = metrics.gauge("events_parked", "Events that a consumer gave up.", ["consumer"]);
  const lag = metrics.gauge("events_lag_seconds", "Age of the oldest waiting event.", ["consumer"]);
  let measuredAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.monotonicMs() - measuredAtMs < MEASURE_EVERY_MS) return;
    measuredAtMs = clock.monotonicMs();
    const { rows } = await sql<{
      consumer: string;
      pending: number;
      parked: number;
      oldest: Date | null;
    }>`
      select name as consumer,
        count(events.sequence) filter (where parked_at is null) as pending,
        count(events.sequence) filter (where parked_at is not null) as parked,
        min(recorded_at) filter (where parked_at is null) as oldest
      from platform.event_consumers
        left join platform.event_deliveries on consumer = name
        left join platform.outbox_events as events using (sequence)
      where name = any (${listConsumers()})
      group by name
    `.execute(database.kysely);
    for (const { consumer, oldest, ...counts } of rows) {
      pending.set({ consumer }, counts.pending);
      parked.set({ consumer }, counts.parked);
      lag.set({ consumer }, oldest === null ? 0 : (clock.wallMs() - oldest.getTime()) / 1000);
    }
  };
}
