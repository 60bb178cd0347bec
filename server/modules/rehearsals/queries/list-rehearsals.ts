import { rehearsalsOf, type RehearsalDeps, type RehearsalRow } from "../store.ts";

/** Newest first. The cursor is the id of the last one of the page before. */
export async function listRehearsals(
  deps: Pick<RehearsalDeps, "desk" | "platform">,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: RehearsalRow[]; nextCursor: string | null }> {
  const load = () =>
    rehearsalsOf(deps.platform)
      .selectFrom("rehearsals")
      .selectAll()
      .$if(page.cursor !== undefined, (query) => query.where("id", "<", page.cursor ?? ""))
      .orderBy("id", "desc")
      .limit(page.limit + 1)
      .execute();
  let rows = await load();
  if (rows.some(({ id, state }) => state === "running" && deps.desk.find(id) === undefined)) {
    await deps.desk.settleLost();
    rows = await load();
  }
  const items = rows.slice(0, page.limit);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}
