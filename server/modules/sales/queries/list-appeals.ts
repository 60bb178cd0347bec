import type { AppealState } from "../rules/appeals.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";
import type { Appeal } from "./find-bar.ts";

/** An appeal as the staff sees it. */
export interface ListedAppeal extends Appeal {
  readonly place: number;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  /** The public reason of the bar that it answers. */
  readonly reason: string;
  readonly barredAt: Date;
}

/** The oldest first. The cursor is the id of the last appeal of the page before. */
export async function listAppeals(
  context: SalesContext,
  saleId: string,
  page: {
    readonly state?: AppealState | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<{ items: ListedAppeal[]; nextCursor: string | null }> {
  let query = salesOf(context.platform.database)
    .selectFrom("appeals as a")
    .innerJoin("bars as b", (join) =>
      join
        .onRef("b.sale_id", "=", "a.sale_id")
        .onRef("b.place", "=", "a.place")
        .onRef("b.barred_at", "=", "a.barred_at"),
    )
    .select(["a.id", "a.place", "a.fan_id as fanId", "a.state", "a.text", "a.answer", "b.reason"])
    .select(["a.made_at as madeAt", "a.decided_at as decidedAt", "a.barred_at as barredAt"])
    .where("a.sale_id", "=", saleId)
    .orderBy("a.id")
    .limit(page.limit + 1);
  if (page.state !== undefined) query = query.where("a.state", "=", page.state);
  if (page.cursor !== undefined) query = query.where("a.id", ">", page.cursor);
  const rows = await query.execute();
  const items = rows.slice(0, page.limit);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}
