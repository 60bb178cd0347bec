import { sql } from "kysely";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database/database.ts";
import type { Subscription } from "./store.ts";

const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Removes events of more than 30 days ago that nobody waits for any more; parked ones stay. What
 * is old and wanted by no subscription of this version (a consumer or a type that was removed
 * from the code) is nobody's.
 * @returns how many events were removed
 */
export async function pruneEvents(
  database: Database,
  clock: Clock,
  subscriptions: readonly Subscription[],
): Promise<number> {
  const before = new Date(clock.wallMs() - KEPT_MS);
  const wanted = JSON.stringify(
    subscriptions.flatMap(({ consumer, types }) => types.map((type) => ({ consumer, type }))),
  );
  return await inTransaction(database, async (tx) => {
    await sql`
      delete from platform.event_deliveries as deliveries using platform.outbox_events as events
      where events.sequence = deliveries.sequence and events.recorded_at < ${before}
        and deliveries.parked_at is null
        and (deliveries.consumer, events.type) not in (
          select consumer, type from jsonb_to_recordset(${wanted}::jsonb) as wanted (consumer text, type text)
        )
    `.execute(tx);
    const { numAffectedRows } = await sql`
      delete from platform.outbox_events as events
      where recorded_at < ${before} and not exists (
        select from platform.event_deliveries where sequence = events.sequence
      )
    `.execute(tx);
    return Number(numAffectedRows ?? 0n);
  });
}
