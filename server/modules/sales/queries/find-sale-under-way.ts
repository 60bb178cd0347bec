import type { SalesContext } from "../sales-context.ts";
import { loadSale, salesOf } from "../store.ts";
import { offeredSale, type OfferedSale } from "./find-offered-sale.ts";

/** A sale that is selling, or opens before then; undefined where there is none. */
export async function findSaleUnderWay(
  { platform }: SalesContext,
  before: Date,
): Promise<OfferedSale | undefined> {
  const tables = salesOf(platform.database);
  const row = await tables
    .selectFrom("sales")
    .select("id")
    .where((where) =>
      where.or([
        where("state", "in", ["selling", "paused"]),
        where.and([
          where("state", "in", ["registering", "closed", "drawn"]),
          where("opens_at", "<=", before),
        ]),
      ]),
    )
    .orderBy("opens_at")
    .limit(1)
    .executeTakeFirst();
  const sale = row && (await loadSale(tables, row.id));
  return sale === undefined ? undefined : offeredSale(sale);
}
