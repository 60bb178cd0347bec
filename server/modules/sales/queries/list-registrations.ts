import { salesOf, type RegistrationStanding } from "../store.ts";
import type { SalesContext } from "../sales-context.ts";

export interface ListedRegistration {
  readonly number: number;
  readonly place: number | null;
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
}

/** In order of arrival. The cursor is the last number of the page before. */
export async function listRegistrations(
  context: SalesContext,
  saleId: string,
  page: { readonly cursor?: number | undefined; readonly limit: number },
): Promise<{ items: ListedRegistration[]; nextCursor: string | null }> {
  const rows = await salesOf(context.platform.database)
    .selectFrom("registrations")
    .select(["number", "fan_id as fanId", "standing", "registered_at as registeredAt"])
    .where("sale_id", "=", saleId)
    .where("number", ">", page.cursor ?? 0)
    .orderBy("number")
    .limit(page.limit + 1)
    .execute();
  const places = await (await context.line.find(saleId))?.places();
  const items = rows.slice(0, page.limit).map((row) => ({
    ...row,
    place: places === undefined ? null : places.placeOf(row.number) || null,
  }));
  const last = items.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { items, nextCursor: more ? String(last.number) : null };
}
