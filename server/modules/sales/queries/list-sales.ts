import { loadSale, salesOf, type Sale } from "../store.ts";
import type { SalesContext } from "../sales-context.ts";

/** Newest first. The cursor is the id of the last sale of the page before. */
export async function listSales(
  context: SalesContext,
  page: { readonly cursor?: string | undefined; readonly limit: number },
  withDrafts: boolean,
): Promise<{ items: Sale[]; nextCursor: string | null }> {
  const tables = salesOf(context.platform.database);
  let query = tables
    .selectFrom("sales")
    .select("id")
    .orderBy("id", "desc")
    .limit(page.limit + 1);
  if (!withDrafts) query = query.where("state", "!=", "draft");
  if (page.cursor !== undefined) query = query.where("id", "<", page.cursor);
  const rows = await query.execute();
  const items: Sale[] = [];
  for (const { id } of rows.slice(0, page.limit)) {
    const sale = await loadSale(tables, id);
    if (sale !== undefined) items.push(sale);
  }
  const last = items.at(-1);
  return { items, nextCursor: rows.length > page.limit && last !== undefined ? last.id : null };
}
