import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale, salesIn } from "../store.ts";
import { askLane, audit, lockFor, type Actor } from "./change-state.ts";

export interface BarInput {
  readonly place: number;
  readonly reason: string;
  readonly note: string;
}

/**
 * Bars a place with a public reason: the line skips it, and a claim that it made is released. One
 * that is barred already gets the new reason; both stand in the report.
 * Failures: sale_not_found, wrong_sale_state, place_not_found, and the lane's.
 */
export async function barPlace(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  input: BarInput,
): Promise<Result<BarInput & { barredAt: Date }>> {
  const { place, reason, note } = input;
  const barredAt = new Date(context.platform.clock.wallMs());
  const allowed = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "bar");
    if (!locked.ok) return locked;
    const places = await (await context.line.find(saleId))?.places();
    const highest = places?.highest(locked.value.entrantList.registrations) ?? 0;
    if (place > highest) {
      return fail(salesFailures.place_not_found, `The highest place of this sale is ${highest}.`);
    }
    await audit(context, tx, actor, "sale.place-barred", saleId, { place, reason, note });
    return locked;
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, { type: "bar", place, reason });
  if (!answer.ok) return answer;
  await inTransaction(context.platform.database, async (tx) => {
    await lockSale(tx, saleId);
    const tables = salesIn(tx);
    const standing = await findStandingBar(tx, saleId, place);
    if (standing?.reason === reason) return;
    if (standing !== undefined) await endBar(tx, saleId, place, barredAt);
    await tables
      .insertInto("bars")
      .values({ sale_id: saleId, place, reason, note, barred_at: barredAt })
      .execute();
    await context.platform.events.record(tx, {
      type: "PlaceBarred",
      subject: `sale:${saleId}`,
      payload: { saleId, place, reason },
    });
  });
  return ok({ place, reason, note, barredAt });
}

/**
 * Restores a barred place, as on appeal: it may claim again.
 * Failures: sale_not_found, wrong_sale_state, place_not_barred, and the lane's.
 */
export async function restorePlace(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  place: number,
): Promise<Result<void>> {
  const allowed = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "bar");
    if (!locked.ok) return locked;
    if ((await findStandingBar(tx, saleId, place)) === undefined) {
      return fail(salesFailures.place_not_barred, "Nothing was restored.");
    }
    await audit(context, tx, actor, "sale.place-restored", saleId, { place });
    return locked;
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, { type: "restore", place });
  if (!answer.ok) return answer;
  await inTransaction(context.platform.database, async (tx) => {
    await endBar(tx, saleId, place, new Date(context.platform.clock.wallMs()));
    await context.platform.events.record(tx, {
      type: "PlaceRestored",
      subject: `sale:${saleId}`,
      payload: { saleId, place },
    });
  });
  return ok(undefined);
}

function findStandingBar(tx: Tx, saleId: string, place: number) {
  return salesIn(tx)
    .selectFrom("bars")
    .select("reason")
    .where("sale_id", "=", saleId)
    .where("place", "=", place)
    .where("restored_at", "is", null)
    .executeTakeFirst();
}

async function endBar(tx: Tx, saleId: string, place: number, at: Date): Promise<void> {
  await salesIn(tx)
    .updateTable("bars")
    .set({ restored_at: at })
    .where("sale_id", "=", saleId)
    .where("place", "=", place)
    .where("restored_at", "is", null)
    .execute();
}
