import { sql } from "kysely";
import type { SalesContext } from "../sales-context.ts";
import type { RegistrationStanding } from "../store.ts";

/** A fan's newest registration in a sale, and what became of it. */
export interface NewestRegistration {
  readonly number: number;
  readonly standing: RegistrationStanding;
}

/**
 * Of each of the fans the newest registration in the sale, by fan; nothing of those who have none.
 * One that stands is always the newest, and is found by its own index.
 */
export async function findNewestRegistrations(
  { platform }: Pick<SalesContext, "platform">,
  saleId: string,
  fanIds: readonly string[],
): Promise<ReadonlyMap<string, NewestRegistration>> {
  const { rows } = await sql<NewestRegistration & { fan_id: string }>`
    select distinct on (fan_id) fan_id, number, standing from (
      select r.* from unnest(${fanIds}::uuid[]) as asked (fan_id), lateral (
        select fan_id, number, standing from sales.registrations
        where sale_id = ${saleId} and fan_id = asked.fan_id and standing = 'entered' limit 1) as r
      union all
      select fan_id, number, standing from sales.registrations
      where sale_id = ${saleId} and standing <> 'entered' and fan_id = any(${fanIds}::uuid[])
    ) as found order by fan_id, number desc`.execute(platform.database.kysely);
  return new Map(rows.map(({ fan_id, number, standing }) => [fan_id, { number, standing }]));
}
