import type { Platform } from "../../../platform/platform.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import type { IssuedCode } from "../rules/lane-events.ts";
import { salesOf } from "../store.ts";

/**
 * Reserves in a lane the units of codes that were made before the lane was there, or just before a
 * server went away. To be called before the sale opens, so that no claim takes those units first. A
 * code that the lane cannot back counts no more.
 */
export async function issuePlannedCodes(
  platform: Pick<Platform, "database" | "clock" | "log">,
  lane: RunningLane,
): Promise<void> {
  const { clock, database, log } = platform;
  const saleId = lane.sale.id;
  const rows = await salesOf(database)
    .selectFrom("friend_codes")
    .select(["number", "variant_id", "units", "expires_at"])
    .where("sale_id", "=", saleId)
    .where("state", "=", "planned")
    .orderBy("number")
    .execute();
  if (rows.length === 0) return;
  const codes = rows.map((row): IssuedCode => ({
    number: row.number,
    variantIndex: lane.indexOf(row.variant_id) ?? -1,
    units: row.units,
    expiresAt: row.expires_at?.getTime() ?? null,
  }));
  const all = await lane.writer.submit({ type: "issue-codes", codes });
  if (all.kind === "unavailable" || all.reply.ok) return;
  for (const code of codes) {
    const one = await lane.writer.submit({ type: "issue-codes", codes: [code] });
    if (one.kind === "unavailable" || one.reply.ok) continue;
    const reason = one.reply.refusal.code;
    log.error({ sale: saleId, number: code.number, reason }, "a friend code is not backed");
    await salesOf(database)
      .updateTable("friend_codes")
      .set({ state: "revoked", ended_at: new Date(clock.wallMs()) })
      .where("sale_id", "=", saleId)
      .where("number", "=", code.number)
      .where("state", "=", "planned")
      .execute();
  }
}
