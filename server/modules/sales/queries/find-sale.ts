import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesOf, type Sale } from "../store.ts";

/** One sale, drafts included. Failures: sale_not_found. */
export async function findSale(context: SalesContext, saleId: string): Promise<Result<Sale>> {
  const sale = await loadSale(salesOf(context.platform.database), saleId);
  if (sale === undefined) {
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
  }
  return ok(sale);
}
