import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import type { Appeal } from "../queries/find-bar.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn } from "../store.ts";
import { lockStandingBar } from "./record-bar.ts";

/**
 * A fan answers the bar of the own place. Each bar is answered once, and a place has one open
 * appeal at a time.
 * Failures: registration_not_found, place_not_drawn, place_not_barred, appeal_open, appeal_decided.
 */
export async function makeAppeal(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
  text: string,
): Promise<Result<Appeal>> {
  const { clock, database, events } = context.platform;
  const { saleId } = line;
  const found = await line.finder.ask(fanId);
  if (found === undefined) {
    return fail(salesFailures.registration_not_found, "You have no place in this sale.");
  }
  const places = await line.places();
  if (places === undefined) {
    return fail(salesFailures.place_not_drawn, "Places are drawn when registration is over.");
  }
  const place = places.placeOf(found.number);
  return inTransaction(database, async (tx): Promise<Result<Appeal>> => {
    // The bar's row, so that the same fan in two windows has one appeal.
    const bar = await lockStandingBar(tx, saleId, place);
    if (bar === undefined) {
      return fail(salesFailures.place_not_barred, "There is nothing to appeal against.");
    }
    const before = await salesIn(tx)
      .selectFrom("appeals")
      .select(["barred_at", "state", "answer"])
      .where("sale_id", "=", saleId)
      .where("place", "=", place)
      .execute();
    if (before.some(({ state }) => state === "open")) {
      return fail(salesFailures.appeal_open, "Your appeal is with the staff. Wait for the answer.");
    }
    const decided = before.find((row) => row.barred_at.getTime() === bar.barredAt.getTime());
    if (decided !== undefined) {
      const { state, answer } = decided;
      const detail = "The answer to your appeal against this bar stands.";
      return fail(salesFailures.appeal_decided, detail, { extra: { state, answer } });
    }
    const id = newId<"appeal">();
    const madeAt = new Date(clock.wallMs());
    await salesIn(tx)
      .insertInto("appeals")
      .values({
        id,
        sale_id: saleId,
        place,
        barred_at: bar.barredAt,
        fan_id: fanId,
        text,
        made_at: madeAt,
        decided_at: null,
      })
      .execute();
    const payload = { saleId, place, reason: bar.reason, fanId, appealId: id };
    await events.record(tx, { type: "AppealMade", subject: `sale:${saleId}`, payload });
    return ok({ id, state: "open", text, answer: "", madeAt, decidedAt: null });
  });
}
