import { salesOf } from "../store.ts";
import type { SalesContext } from "../sales-context.ts";

export interface ListedBar {
  readonly place: number;
  readonly reason: string;
  readonly note: string;
  readonly barredAt: Date;
  readonly restoredAt: Date | null;
}

/** Every bar of the sale, newest first, restored ones included. */
export function listBars(context: SalesContext, saleId: string): Promise<ListedBar[]> {
  return salesOf(context.platform.database)
    .selectFrom("bars")
    .select(["place", "reason", "note", "barred_at as barredAt", "restored_at as restoredAt"])
    .where("sale_id", "=", saleId)
    .orderBy("barred_at", "desc")
    .limit(10_000)
    .execute();
}
