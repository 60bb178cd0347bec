import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { askLane, audit, lockFor, type Actor } from "./change-state.ts";

/**
 * Adds units to a sale under way. They go to waiting fans first; the log dates them.
 * Failures: sale_not_found, wrong_sale_state, unknown_variant, and the lane's.
 */
export async function addStock(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  input: { readonly variantId: string; readonly units: number },
): Promise<Result<void>> {
  const allowed = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "add-stock");
    if (!locked.ok) return locked;
    const index = locked.value.variants.findIndex((row) => row.variantId === input.variantId);
    if (index === -1) {
      return fail(salesFailures.unknown_variant, `This sale does not sell ${input.variantId}.`);
    }
    await audit(context, tx, actor, "sale.stock-added", saleId, { ...input });
    return ok(index);
  });
  if (!allowed.ok) return allowed;
  const answer = await askLane(context, saleId, {
    type: "add-stock",
    variantIndex: allowed.value,
    units: input.units,
  });
  return answer.ok ? ok(undefined) : answer;
}
