import { inTransaction } from "../../../platform/database/database.ts";
import { ok, type Result } from "../../../platform/failure.ts";
import type { SalesContext } from "../sales-context.ts";
import { askLane, audit, lockFor, type Actor } from "./change-state.ts";

/**
 * Lets the line move by so many places a minute at the most; null lets the stock alone say. The
 * lane's log keeps the limit, so whoever takes the lane over keeps to it.
 * Failures: sale_not_found, wrong_sale_state, and the lane's.
 */
export async function limitAdmission(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  placesPerMinute: number | null,
): Promise<Result<void>> {
  const allowed = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "limit-admission");
    if (locked.ok) {
      await audit(context, tx, actor, "sale.admission-limited", saleId, { placesPerMinute });
    }
    return locked;
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, { type: "limit-admission", placesPerMinute });
  return answer.ok ? ok(undefined) : answer;
}
