import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Failure, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { lockEntrantList } from "../line/entrant-list-lock.ts";
import type { LineOfSale } from "../line/line.ts";
import { nextSaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn, salesOf } from "../store.ts";
import { askLane } from "./change-state.ts";

/**
 * Takes a fan out of the sale. Before the list is closed the entry becomes a tombstone; afterwards
 * the place is given up, with a claim that it made, for somebody else.
 * Failures: registration_not_found, registration_not_open, and the lane's.
 */
export async function leaveSale(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<void>> {
  const found = await line.finder.ask(fanId);
  if (found === undefined) {
    return fail(salesFailures.registration_not_found, "There is nothing to leave.");
  }
  const refusal = await findLeaveRefusal(context, line, found.number);
  if (refusal !== undefined) return { ok: false, failure: refusal };
  const places = await line.places();
  if (places !== undefined) {
    const place = places.placeOf(found.number);
    const given = await askLane(context, line.saleId, { type: "give-up", place });
    if (!given.ok) return given;
  }
  return inTransaction(context.platform.database, async (tx) => {
    const list = await lockEntrantList(tx, line.saleId);
    const beforeClosing = list?.kind === "draw" && list.closed_at === null;
    await salesIn(tx)
      .updateTable("registrations")
      .set({ standing: beforeClosing ? "withdrawn" : "left" })
      .where("sale_id", "=", line.saleId)
      .where("number", "=", found.number)
      .where("standing", "=", "entered")
      .execute();
    return ok(undefined);
  });
}

/** Nobody leaves a sale that is over, nor goes around a bar by leaving and coming again. */
async function findLeaveRefusal(
  context: SalesContext,
  line: LineOfSale,
  number: number,
): Promise<Failure | undefined> {
  const tables = salesOf(context.platform.database);
  const sale = await tables
    .selectFrom("sales")
    .select(["kind", "state"])
    .where("id", "=", line.saleId)
    .executeTakeFirst();
  if (sale === undefined || nextSaleState(sale.kind, sale.state, "leave") === undefined) {
    const detail = `The sale is ${sale?.state ?? "gone"}.`;
    return { kind: salesFailures.registration_not_open, detail };
  }
  const place = (await line.places())?.placeOf(number);
  if (place === undefined) return undefined;
  const bar = await tables
    .selectFrom("bars")
    .select("reason")
    .where("sale_id", "=", line.saleId)
    .where("place", "=", place)
    .where("restored_at", "is", null)
    .executeTakeFirst();
  if (bar === undefined) return undefined;
  const detail = `Your place was barred: ${bar.reason}.`;
  return { kind: salesFailures.place_barred, detail, extra: { reason: bar.reason } };
}
