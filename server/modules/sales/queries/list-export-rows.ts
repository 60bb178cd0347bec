import { sql } from "kysely";
import type { CsvCell } from "../../../platform/csv.ts";
import type { VariantId } from "../../catalogue/index.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf, type Sale } from "../store.ts";

/** Registrations or places that are read, and their fans looked up, at one time. */
const PAGE_ROWS = 2_000;

const CLAIM_COLUMNS = [
  "claim_id",
  "place",
  "state",
  "claimed_at",
  "expires_at",
  "friend_code_number",
] as const;
const FAN_COLUMNS = ["fan_id", "name", "email"] as const;

/** A table to be written out, page by page. */
export interface ExportedTable {
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly (readonly CsvCell[])[]>;
}

/**
 * Registrations in order of arrival, with the accounts behind them. The random bytes of a receipt
 * are not among them: who has those could find a fan's leaf in the public list.
 */
export function listRegistrationRows(context: SalesContext, sale: Sale): ExportedTable {
  const columns = ["number", "place", "standing", "registered_at", ...FAN_COLUMNS];
  return { columns, pages: registrationPages(context, sale.id) };
}

async function* registrationPages(context: SalesContext, saleId: string) {
  const tables = salesOf(context.platform.database);
  const places = await (await context.line.find(saleId))?.places();
  const { registrations } = await tables
    .selectFrom("entrant_lists")
    .select("registrations")
    .where("sale_id", "=", saleId)
    .executeTakeFirstOrThrow();
  for (const [after, through] of stretches(registrations)) {
    const rows = await tables
      .selectFrom("registrations")
      .select(["number", "fan_id", "standing", "registered_at"])
      .where("sale_id", "=", saleId)
      .where("number", ">", after)
      .where("number", "<=", through)
      .orderBy("number")
      .execute();
    const fans = await findFansOf(context, rows);
    yield rows.map((row) => {
      const place = places?.placeOf(row.number);
      const cells = [row.number, place === 0 ? null : place, row.standing, row.registered_at];
      return [...cells, ...fanCells(row.fan_id, fans)];
    });
  }
}

/**
 * Numbers from 1 on in pages. Both ends are named, so that a page is read by the index however
 * little the planner knows of a table that has just been filled: with a limit instead, each page
 * read and sorted all that was left.
 */
function* stretches(highest: number): Generator<readonly [after: number, through: number]> {
  for (let after = 0; after < highest; after += PAGE_ROWS) yield [after, after + PAGE_ROWS];
}

interface ClaimRow {
  readonly id: string;
  readonly place: number;
  readonly fan_id: string | null;
  readonly lines: readonly { readonly variantId: string; readonly quantity: number }[];
  readonly state: string;
  readonly expires_at: Date | null;
  readonly claimed_at: Date;
  readonly code_number: number | null;
}

/**
 * Claims in the order of their places, with the accounts behind them and a column of units for each
 * variant, named by its SKU. They stand as the projection shows them.
 */
export async function listClaimRows(context: SalesContext, sale: Sale): Promise<ExportedTable> {
  const variantIds = sale.variants.map(({ variantId }) => variantId);
  const variants = await context.catalogue.findVariants(variantIds as VariantId[]);
  const skus = new Map<string, string>(variants.map(({ id, sku }) => [id, sku]));
  const columns = [
    ...CLAIM_COLUMNS,
    ...variantIds.map((id) => `units ${skus.get(id) ?? id}`),
    ...FAN_COLUMNS,
  ];
  return { columns, pages: claimPages(context, sale.id, variantIds) };
}

async function* claimPages(context: SalesContext, saleId: string, variantIds: readonly string[]) {
  const { kysely } = context.platform.database;
  const found = await sql<{ highest: number | null }>`
    select max(place) as highest from sales.claims where sale_id = ${saleId}`.execute(kysely);
  for (const [after, through] of stretches(found.rows[0]?.highest ?? 0)) {
    const { rows } = await sql<ClaimRow>`
      select id, place, fan_id, lines, state, expires_at, claimed_at, code_number
      from sales.claims
      where sale_id = ${saleId} and place > ${after} and place <= ${through}
      order by place, id`.execute(kysely);
    const fans = await findFansOf(context, rows);
    yield rows.map((row) => [
      row.id,
      row.place,
      row.state,
      row.claimed_at,
      row.expires_at,
      row.code_number,
      ...variantIds.map((id) => row.lines.find((line) => line.variantId === id)?.quantity ?? 0),
      ...fanCells(row.fan_id, fans),
    ]);
  }
}

type FansById = Awaited<ReturnType<SalesContext["accounts"]["findFans"]>>;

function findFansOf(
  { accounts }: SalesContext,
  rows: readonly { readonly fan_id: string | null }[],
): Promise<FansById> {
  return accounts.findFans(rows.flatMap(({ fan_id }) => (fan_id === null ? [] : [fan_id])));
}

/** An account that was erased leaves empty cells. */
function fanCells(fanId: string | null, fans: FansById): CsvCell[] {
  const fan = fanId === null ? undefined : fans.get(fanId);
  return [fanId, fan?.name, fan?.email];
}
