import { sql } from "kysely";
import { CROWD_MS, isCrowd } from "../rules/pace.ts";
import type { NoticesContext } from "../sources/source.ts";
import { noticesOf } from "../store.ts";

/**
 * Looks at the sales under way whose lane runs here: whether their crowd is at the door, and
 * whether nothing is left for good, which their registrations are to be told.
 */
export async function watchSales(context: NoticesContext): Promise<void> {
  const { clock, database } = context.platform;
  const watched = await noticesOf(database)
    .selectFrom("walks")
    .select("sale_id")
    .where("kind", "=", "over")
    .where("state", "=", "watching")
    .execute();
  let isCrowded = false;
  for (const { sale_id: saleId } of watched) {
    const found = await context.sales.forPages.findNow(saleId);
    if (!found.ok || found.value.asOf === null) continue;
    isCrowded ||= isCrowd(found.value.claims.perSecond);
    // An ended sale is told of by its event.
    if (!found.value.final || found.value.state === "ended") continue;
    await endWatch(context, saleId, found.value.asOf.sequence);
  }
  if (!isCrowded) return;
  const until = new Date(clock.wallMs() + CROWD_MS);
  await sql`
    update notices.pace set crowded_until = ${until}`.execute(database.kysely);
}

async function endWatch(
  { platform }: NoticesContext,
  saleId: string,
  sequence: number,
): Promise<void> {
  await noticesOf(platform.database)
    .updateTable("walks")
    .set({
      state: "running",
      sequence,
      facts: JSON.stringify({ isSoldOut: true }),
      due_at: new Date(platform.clock.wallMs()),
    })
    .where("sale_id", "=", saleId)
    .where("kind", "=", "over")
    .where("state", "=", "watching")
    .execute();
}
