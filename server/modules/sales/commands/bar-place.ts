import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { Places } from "../line/places.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale } from "../store.ts";
import { askLane, audit, lockFor, type Actor } from "./change-state.ts";
import { lockStandingBar, recordBar, recordRestoration } from "./record-bar.ts";
import type { AppealAnswer } from "./settle-appeal.ts";

export interface BarInput {
  readonly place: number;
  readonly reason: string;
  readonly note: string;
}

/**
 * Bars a place with a public reason: the line skips it, and a claim that it made is released unless
 * it is paid. One that is barred already gets the new reason; both stand in the report.
 * Failures: sale_not_found, wrong_sale_state, place_not_found, and the lane's.
 */
export async function barPlace(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  input: BarInput,
): Promise<Result<BarInput & { barredAt: Date }>> {
  const { events, clock, database } = context.platform;
  const { place, reason, note } = input;
  const barredAt = new Date(clock.wallMs());
  const allowed = await inTransaction(database, async (tx) => {
    const locked = await lockFor(tx, saleId, "bar");
    if (!locked.ok) return locked;
    const places = await (await context.line.find(saleId))?.places();
    const highest = places?.highest(locked.value.entrantList.registrations) ?? 0;
    if (places === undefined || place > highest) {
      return fail(salesFailures.place_not_found, `The highest place of this sale is ${highest}.`);
    }
    await audit(context, tx, actor, "sale.place-barred", saleId, { place, reason, note });
    return ok(places);
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, { type: "bar", place, reason });
  if (!answer.ok) return answer;
  await inTransaction(database, async (tx) => {
    await lockSale(tx, saleId);
    const deps = { events, places: allowed.value };
    await recordBar(deps, tx, saleId, { place, reason, note, barredAt });
  });
  return ok({ place, reason, note, barredAt });
}

/**
 * Restores a barred place: it may claim again. An open appeal against the bar is settled with it.
 * Failures: sale_not_found, wrong_sale_state, place_not_barred, and the lane's.
 * @param appeal the appeal that it is restored on, with the answer to the fan
 */
export async function restorePlace(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  place: number,
  appeal?: AppealAnswer,
): Promise<Result<void>> {
  const { events, clock, database } = context.platform;
  const allowed = await inTransaction(database, async (tx): Promise<Result<Places>> => {
    const locked = await lockFor(tx, saleId, "bar");
    if (!locked.ok) return locked;
    const places = await (await context.line.find(saleId))?.places();
    if (places === undefined || (await lockStandingBar(tx, saleId, place)) === undefined) {
      return fail(salesFailures.place_not_barred, "Nothing was restored.");
    }
    const details = appeal === undefined ? { place } : { place, appealId: appeal.appealId };
    await audit(context, tx, actor, "sale.place-restored", saleId, details);
    return ok(places);
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, { type: "restore", place });
  // The lane may have restored it while the server went away before the tables could follow.
  if (!answer.ok && answer.failure.kind !== salesFailures.place_not_barred) return answer;
  const isRestored = await inTransaction(database, async (tx) => {
    await lockSale(tx, saleId);
    const deps = { events, places: allowed.value };
    return recordRestoration(deps, tx, saleId, place, new Date(clock.wallMs()), appeal);
  });
  if (isRestored) return ok(undefined);
  return fail(salesFailures.place_not_barred, "Somebody else has just restored it.");
}
