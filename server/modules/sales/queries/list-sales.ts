import { sql } from "kysely";
import type { SaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesOf, type Sale } from "../store.ts";

/** As `isPublic` has it: a draft that was called off has no frozen price. */
const wasPublished = sql<boolean>`(state != 'cancelled' or exists (
  select 1 from sales.sale_variants where sale_id = sales.id and prices is not null))`;

export interface SalePageAsked {
  /** The id of the last sale of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly state?: SaleState | undefined;
}

/** Newest first; without drafts, those are left out that were never published. */
export async function listSales(
  context: SalesContext,
  page: SalePageAsked,
  withDrafts: boolean,
): Promise<{ items: Sale[]; nextCursor: string | null }> {
  const tables = salesOf(context.platform.database);
  let query = tables
    .selectFrom("sales")
    .select("id")
    .orderBy("id", "desc")
    .limit(page.limit + 1);
  if (!withDrafts) query = query.where("state", "!=", "draft").where(wasPublished);
  if (page.state !== undefined) query = query.where("state", "=", page.state);
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
