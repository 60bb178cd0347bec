import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import {
  listClaimRows,
  listRegistrationRows,
  type ExportedTable,
} from "../queries/list-export-rows.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesIn } from "../store.ts";
import { audit } from "./change-state.ts";

const TABLES = {
  registrations: listRegistrationRows,
  claims: listClaimRows,
} as const;

export type ExportedTableName = keyof typeof TABLES;

/**
 * Lets a table of a sale leave the house. It names people, so the audit log tells who took it
 * before the first row is read. Failures: sale_not_found.
 */
export async function exportTable(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  table: ExportedTableName,
): Promise<Result<ExportedTable>> {
  const found = await inTransaction(context.platform.database, async (tx) => {
    const sale = await loadSale(salesIn(tx), saleId);
    if (sale !== undefined) await audit(context, tx, actor, `sale.${table}-exported`, saleId);
    return sale;
  });
  if (found === undefined) {
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
  }
  return ok(await TABLES[table](context, found));
}
