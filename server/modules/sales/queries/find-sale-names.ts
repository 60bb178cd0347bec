import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";
import type { WatchedSaleRow } from "./list-watched-sales.ts";

/** What these sales are called and what they are; unknown ids are left out. */
export async function findSaleNames(
  { platform }: SalesContext,
  saleIds: readonly string[],
): Promise<Pick<WatchedSaleRow, "id" | "kind" | "state" | "names">[]> {
  if (saleIds.length === 0) return [];
  return salesOf(platform.database)
    .selectFrom("sales")
    .select(["id", "kind", "state", "names"])
    .where("id", "in", saleIds)
    .execute();
}

/** Whether there is any sale, draft or not. */
export async function hasSales({ platform }: SalesContext): Promise<boolean> {
  const rows = await salesOf(platform.database).selectFrom("sales").select("id").limit(1).execute();
  return rows.length > 0;
}
