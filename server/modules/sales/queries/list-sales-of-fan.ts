import { sql } from "kysely";
import type { ClaimState } from "../rules/claim-states.ts";
import type { SaleKind, SaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import type { Translations } from "../store.ts";

/** A fan's registration in one sale, and the newest claim there, as the tables hold them. */
export interface SaleOfFan {
  readonly saleId: string;
  readonly names: Translations;
  readonly kind: SaleKind;
  readonly state: SaleState;
  readonly registrationClosesAt: Date | null;
  readonly opensAt: Date | null;
  readonly number: number;
  readonly registeredAt: Date;
  /** Refused when the list was closed; `entered` for who stands. */
  readonly standing: "entered" | "refused";
  /** Null before the draw, and in an open sale. */
  readonly place: number | null;
  /** Places before the fan's that have not been called; null where that is not known here. */
  readonly placesAhead: number | null;
  readonly isBarred: boolean;
  readonly claim: ClaimInTables | null;
}

export interface ClaimInTables {
  readonly id: string;
  readonly state: ClaimState;
  readonly expiresAt: Date | null;
}

type Row = Omit<SaleOfFan, "place" | "placesAhead" | "isBarred" | "claim"> & {
  readonly claimId: string | null;
  readonly claimState: ClaimState | null;
  readonly claimExpiresAt: Date | null;
};

export interface SalesOfFanPage {
  /** The last sale of the page before. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/**
 * The sales in which a fan is registered, the newest sale first, whichever server runs their lanes.
 * Whoever has left one is not in it any more.
 */
export async function listSalesOfFan(
  context: SalesContext,
  fanId: string,
  { cursor = "ffffffff-ffff-ffff-ffff-ffffffffffff", limit }: SalesOfFanPage,
): Promise<{ items: SaleOfFan[]; nextCursor: string | null }> {
  // Sale by sale, because those who stand are found by the unique index on (sale_id, fan_id): an
  // index by fan would cost the crowd's registrations one more write each.
  const { rows } = await sql<Row>`
    select s.id as "saleId", s.names, s.kind, s.state, s.opens_at as "opensAt",
      s.registration_closes_at as "registrationClosesAt",
      r.number, r.registered_at as "registeredAt", r.standing,
      c.id as "claimId", c.state as "claimState", c.expires_at as "claimExpiresAt"
    from sales.sales s
    cross join lateral (
      select * from (
        select number, registered_at, standing from sales.registrations
        where sale_id = s.id and fan_id = ${fanId} and standing = 'entered'
        union all
        select number, registered_at, standing from sales.registrations
        where sale_id = s.id and fan_id = ${fanId} and standing = 'refused'
      ) either order by standing limit 1
    ) r
    left join lateral (
      select id, state, expires_at from sales.claims
      where sale_id = s.id and fan_id = ${fanId} order by claimed_at desc limit 1
    ) c on true
    where s.state <> 'draft' and s.id < ${cursor}
    order by s.id desc limit ${limit + 1}`.execute(context.platform.database.kysely);
  const shown = rows.slice(0, limit);
  const items = await Promise.all(shown.map((row) => withPlace(context, row)));
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.saleId ?? null) : null };
}

async function withPlace(context: SalesContext, row: Row): Promise<SaleOfFan> {
  const { claimId, claimState, claimExpiresAt, ...sale } = row;
  const places = await (await context.line.find(row.saleId))?.places();
  const drawn = places?.isDrawn === true ? places.placeOf(row.number) : 0;
  const lane = context.lanes.find(row.saleId);
  const claim =
    claimId === null || claimState === null
      ? null
      : { id: claimId, state: claimState, expiresAt: claimExpiresAt };
  return {
    ...sale,
    place: drawn === 0 ? null : drawn,
    placesAhead:
      drawn === 0 || lane === undefined
        ? null
        : Math.max(0, drawn - 1 - lane.writer.state.admittedThrough),
    isBarred: drawn !== 0 && (await isBarred(context, row.saleId, drawn)),
    claim,
  };
}

async function isBarred(context: SalesContext, saleId: string, place: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sales.bars where sale_id = ${saleId} and place = ${place} and restored_at is null
  `.execute(context.platform.database.kysely);
  return rows.length > 0;
}
