import { sql } from "kysely";
import type { Places } from "../line/places.ts";
import type { ClaimState } from "../rules/claim-states.ts";
import type { SalesContext } from "../sales-context.ts";
import type { RegistrationStanding } from "../store.ts";

/** A registration with what became of it, for modules that go through all of a sale's. */
export interface Entrant {
  readonly number: number;
  /** Null before the draw, and for who takes no part in it. In an open sale the number again. */
  readonly place: number | null;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
  readonly isBarred: boolean;
  /** The claim of the place, as the tables show it; null where there is none. */
  readonly claim: ClaimState | null;
}

/** Numbers, or places, after one and up to another; `limit` of them at most. */
export interface Stretch {
  readonly after: number;
  readonly through: number;
  readonly limit: number;
}

interface Row {
  readonly number: number;
  readonly fanId: string | null;
  readonly standing: RegistrationStanding;
  readonly registeredAt: Date;
}

const COLUMNS = sql`number, fan_id as "fanId", standing, registered_at as "registeredAt"`;

/** Registrations by number, which are given without gaps in the order of arrival. */
export async function listEntrants(
  context: SalesContext,
  saleId: string,
  { after, through, limit }: Stretch,
): Promise<Entrant[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from sales.registrations
    where sale_id = ${saleId} and number > ${after} and number <= ${through}
    order by number limit ${limit}`.execute(context.platform.database.kysely);
  const places = await (await context.line.find(saleId))?.places();
  return describeEntrants(context, saleId, places, rows);
}

/** Registrations by place, in that order; none before the draw. */
export async function listEntrantsByPlace(
  context: SalesContext,
  saleId: string,
  { after, through, limit }: Stretch,
): Promise<Entrant[]> {
  const places = await (await context.line.find(saleId))?.places();
  if (places === undefined) return [];
  const numbers: number[] = [];
  for (let place = after + 1; place <= Math.min(through, after + limit); place += 1) {
    numbers.push(places.numberAt(place));
  }
  const { rows } = await sql<Row>`
    select ${COLUMNS} from sales.registrations
    where sale_id = ${saleId} and number = any(${numbers}::integer[])`.execute(
    context.platform.database.kysely,
  );
  const entrants = await describeEntrants(context, saleId, places, rows);
  return entrants.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
}

/** What became of registrations: place, claim, bar. */
export async function describeEntrants(
  { platform }: SalesContext,
  saleId: string,
  places: Places | undefined,
  rows: readonly Row[],
): Promise<Entrant[]> {
  if (rows.length === 0) return [];
  const placeOf = ({ number }: Row) => places?.placeOf(number) || null;
  const drawn = rows.flatMap((row) => placeOf(row) ?? []);
  const [claims, barred] = await Promise.all([
    sql<{ place: number; state: ClaimState }>`
      select distinct on (place) place, state from sales.claims
      where sale_id = ${saleId} and place = any(${drawn}::integer[])
      order by place, claimed_at desc`.execute(platform.database.kysely),
    sql<{ place: number }>`
      select place from sales.bars
      where sale_id = ${saleId} and place = any(${drawn}::integer[])
        and restored_at is null`.execute(platform.database.kysely),
  ]);
  const claimAt = new Map(claims.rows.map(({ place, state }) => [place, state]));
  const barredAt = new Set(barred.rows.map(({ place }) => place));
  return rows.map((row) => {
    const place = placeOf(row);
    const isBarred = place !== null && barredAt.has(place);
    return { ...row, place, isBarred, claim: place === null ? null : (claimAt.get(place) ?? null) };
  });
}
