import type { Tx } from "../../../platform/database/database.ts";
import type { Events } from "../../../platform/events/events.ts";
import type { Places } from "../line/places.ts";
import { salesIn } from "../store.ts";
import { settleAppeal, type AppealAnswer } from "./settle-appeal.ts";

/** What the tables of bars are written with. */
export interface BarDeps {
  readonly events: Events;
  readonly places: Places;
}

export interface NewBar {
  readonly place: number;
  readonly reason: string;
  readonly note: string;
  readonly barredAt: Date;
}

/** The fan who has a place, as the registration says now; null where the account was erased. */
async function findFanAt(
  tx: Tx,
  saleId: string,
  place: number,
  places: Places,
): Promise<string | null> {
  const row = await salesIn(tx)
    .selectFrom("registrations")
    .select("fan_id")
    .where("sale_id", "=", saleId)
    .where("number", "=", places.numberAt(place))
    .executeTakeFirst();
  return row?.fan_id ?? null;
}

/** The bar that stands, its row locked until the transaction ends. */
export function lockStandingBar(tx: Tx, saleId: string, place: number) {
  return salesIn(tx)
    .selectFrom("bars")
    .select(["reason", "barred_at as barredAt"])
    .where("sale_id", "=", saleId)
    .where("place", "=", place)
    .where("restored_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Writes what the lane has made durable: a bar in place of the one that stands, with `PlaceBarred`.
 * One with the same reason is left alone.
 */
export async function recordBar(deps: BarDeps, tx: Tx, saleId: string, bar: NewBar): Promise<void> {
  const { place, reason, note, barredAt } = bar;
  const standing = await lockStandingBar(tx, saleId, place);
  if (standing?.reason === reason) return;
  if (standing !== undefined) await endBar(tx, saleId, place, barredAt);
  await salesIn(tx)
    .insertInto("bars")
    .values({ sale_id: saleId, place, reason, note, barred_at: barredAt })
    .execute();
  const fanId = await findFanAt(tx, saleId, place, deps.places);
  await deps.events.record(tx, {
    type: "PlaceBarred",
    subject: `sale:${saleId}`,
    payload: { saleId, place, reason, fanId },
  });
}

/**
 * Writes that the lane has restored a place, with `PlaceRestored`, and settles the appeal against
 * its bar if one is open. @returns false where the place is not barred (any more)
 */
export async function recordRestoration(
  deps: BarDeps,
  tx: Tx,
  saleId: string,
  place: number,
  at: Date,
  appeal?: AppealAnswer,
): Promise<boolean> {
  const standing = await lockStandingBar(tx, saleId, place);
  if (standing === undefined) return false;
  await endBar(tx, saleId, place, at);
  const fanId = await findFanAt(tx, saleId, place, deps.places);
  const { reason } = standing;
  const settled = await settleAppeal(deps.events, tx, saleId, { place, reason, fanId, at, appeal });
  await deps.events.record(tx, {
    type: "PlaceRestored",
    subject: `sale:${saleId}`,
    payload: { saleId, place, reason, fanId, appealId: settled ?? null },
  });
  return true;
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
