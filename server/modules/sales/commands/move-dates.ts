import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { firstRoundAfter, quicknet, roundTimeMs } from "../rules/beacon.ts";
import { findOfferProblems } from "../rules/sale-offer.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale, salesIn, type Sale } from "../store.ts";
import { inputOf } from "./change-sale.ts";
import { audit, lockFor, type Actor } from "./change-state.ts";
import { offerOf } from "./create-sale.ts";

/** ISO 8601; null where an operator opens or ends the sale by hand. */
export interface SaleDates {
  readonly opensAt: string | null;
  readonly endsAt: string | null;
}

/**
 * Moves opening and end of a published sale that has not opened yet. When registration closes, and
 * with it the beacon's round, was fixed by the publication and stays. Dates as they are change
 * nothing. Failures: sale_not_found, wrong_sale_state, sale_terms_invalid.
 */
export async function moveDates(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  dates: SaleDates,
): Promise<Result<Sale>> {
  const { clock, database, events } = context.platform;
  return inTransaction(database, async (tx) => {
    const locked = await lockFor(tx, saleId, "move");
    if (!locked.ok) return locked;
    const sale = locked.value;
    const before = inputOf(sale);
    const offer = offerOf({ ...before, ...dates });
    const { opensAt, endsAt } = offer;
    const old = offerOf(before);
    if (opensAt === old.opensAt && endsAt === old.endsAt) return ok(sale);
    const problem = findProblem(offer, clock.wallMs());
    if (problem !== undefined) return fail(salesFailures.sale_terms_invalid, problem);
    await salesIn(tx)
      .updateTable("sales")
      .set({
        opens_at: opensAt === null ? null : new Date(opensAt),
        ends_at: endsAt === null ? null : new Date(endsAt),
        version: sale.version + 1,
        changed_at: new Date(),
      })
      .where("id", "=", saleId)
      .execute();
    await audit(context, tx, actor, "sale.moved", saleId, { ...dates });
    await events.record(tx, {
      type: "SaleMoved",
      subject: `sale:${saleId}`,
      payload: { saleId, ...dates, openingMoved: opensAt !== old.opensAt },
    });
    return ok((await lockSale(tx, saleId)) ?? sale);
  });
}

function findProblem(offer: ReturnType<typeof offerOf>, nowMs: number): string | undefined {
  const problems = findOfferProblems(offer, (closesAt) =>
    roundTimeMs(quicknet, firstRoundAfter(quicknet, closesAt)),
  );
  const first = problems.find(({ field }) => field === "opensAt" || field === "endsAt");
  if (first !== undefined) return `${first.field}: ${first.message}`;
  // It would open or end within the second; there are buttons for that.
  if (offer.opensAt !== null && offer.opensAt <= nowMs) return "opensAt: This time has passed.";
  if (offer.endsAt !== null && offer.endsAt <= nowMs) return "endsAt: This time has passed.";
  return undefined;
}
