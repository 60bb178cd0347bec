import { inTransaction } from "../../../platform/database/database.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import { lockSale, salesOf } from "../store.ts";
import { recordBar, recordRestoration } from "./record-bar.ts";

/**
 * Lets the table of bars follow a lane that was taken over: a server that went away between the
 * lane's record and the table has left out a bar, or a restoration, and the event that tells of it.
 */
export async function mendBars(
  platform: Pick<Platform, "database" | "clock" | "events">,
  lane: RunningLane,
): Promise<void> {
  const { clock, database, events } = platform;
  const { sale, places } = lane;
  const { barred } = lane.writer.state;
  const rows = await salesOf(database)
    .selectFrom("bars")
    .select(["place", "reason"])
    .where("sale_id", "=", sale.id)
    .where("restored_at", "is", null)
    .execute();
  const standing = new Map(rows.map(({ place, reason }) => [place, reason]));
  const isMissing = ([place, { reason }]: readonly [number, { readonly reason: string }]) =>
    standing.get(place) !== reason;
  const missing = [...barred].filter(isMissing);
  const over = rows.filter(({ place }) => !barred.has(place));
  if (missing.length + over.length === 0) return;
  const now = new Date(clock.wallMs());
  await inTransaction(database, async (tx) => {
    await lockSale(tx, sale.id);
    const deps = { events, places };
    for (const [place, { reason }] of missing) {
      await recordBar(deps, tx, sale.id, { place, reason, note: "", barredAt: now });
    }
    for (const { place } of over) await recordRestoration(deps, tx, sale.id, place, now);
  });
}
