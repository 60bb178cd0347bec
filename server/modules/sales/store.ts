import type { Generated, Kysely, Selectable, Transaction } from "kysely";
import { schemaIn, schemaOf, type Database, type Tx } from "../../platform/database/database.ts";
import type { ClaimState } from "./rules/claim-states.ts";
import type { SaleKind, SaleState } from "./rules/sale-states.ts";

/** A text by BCP 47 language tag. */
export type Translations = Readonly<Record<string, string>>;

export interface SaleTable {
  id: string;
  kind: SaleKind;
  state: Generated<SaleState>;
  names: Translations;
  registration_opens_at: Date | null;
  registration_closes_at: Date | null;
  opens_at: Date | null;
  ends_at: Date | null;
  hold_seconds: number;
  admission_margin: number;
  waiting_limit: number;
  /** Hash of the pinned chain; null when the draw uses no beacon. */
  beacon_chain: string | null;
  beacon_round: number | null;
  beacon_signature: Buffer | null;
  /** Of a draw without a beacon; kept from everybody until the draw. */
  draw_secret: Buffer | null;
  draw_secret_hash: Buffer | null;
  seed: Buffer | null;
  order_digest: Buffer | null;
  halted_reason: string | null;
  lane_closed_at: Date | null;
  version: Generated<number>;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}

interface SaleVariantTable {
  sale_id: string;
  variant_index: number;
  variant_id: string;
  stock: number;
  claim_limit: number;
}

interface EntrantListTable {
  sale_id: string;
  /** Registrations so far, latecomers included. */
  registrations: Generated<number>;
  closed_at: Date | null;
  /** Registrations at closing, tombstones included: the length of the list. */
  entrants: number | null;
  live_entrants: number | null;
  root: Buffer | null;
  root_signature: Buffer | null;
  root_signed_at: Date | null;
}

interface RegistrationTable {
  sale_id: string;
  number: number;
  fan_id: string | null;
  random_bytes: Buffer | null;
  /** `withdrawn`: left before the list was closed; `left`: afterwards. */
  standing: Generated<"entered" | "withdrawn" | "left">;
  registered_at: Generated<Date>;
}

interface LaneRecordTable {
  sale_id: string;
  sequence: number;
  epoch: number;
  previous_digest: Buffer;
  digest: Buffer;
  body: Buffer;
  recorded_at: Generated<Date>;
}

interface ClaimTable {
  id: string;
  sale_id: string;
  place: number;
  fan_id: string | null;
  lines: { variantId: string; quantity: number }[];
  state: ClaimState;
  expires_at: Date | null;
  sequence: number;
  claimed_at: Date;
}

interface ClaimProjectionTable {
  sale_id: string;
  sequence: Generated<number>;
}

interface BarTable {
  sale_id: string;
  place: number;
  reason: string;
  note: Generated<string>;
  barred_at: Generated<Date>;
  restored_at: Date | null;
}

export interface SalesTables {
  sales: SaleTable;
  sale_variants: SaleVariantTable;
  entrant_lists: EntrantListTable;
  registrations: RegistrationTable;
  lane_records: LaneRecordTable;
  claims: ClaimTable;
  claim_projections: ClaimProjectionTable;
  bars: BarTable;
}

export type SaleRow = Selectable<SaleTable>;

/** A sale with all that stands beside its row. */
export interface Sale extends SaleRow {
  readonly variants: readonly SaleVariant[];
  readonly entrantList: Selectable<EntrantListTable>;
}

export interface SaleVariant {
  readonly variantId: string;
  readonly stock: number;
  readonly claimLimit: number;
}

export function salesOf(database: Database): Kysely<SalesTables> {
  return schemaOf<SalesTables>(database, "sales");
}

export function salesIn(tx: Tx): Transaction<SalesTables> {
  return schemaIn<SalesTables>(tx, "sales");
}

/** The sale with its variants and its entrant list. */
export async function loadSale(
  tables: Kysely<SalesTables>,
  saleId: string,
): Promise<Sale | undefined> {
  const row = await tables
    .selectFrom("sales")
    .selectAll()
    .where("id", "=", saleId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const variants = await tables
    .selectFrom("sale_variants")
    .select(["variant_id as variantId", "stock", "claim_limit as claimLimit"])
    .where("sale_id", "=", saleId)
    .orderBy("variant_index")
    .execute();
  const entrantList = await tables
    .selectFrom("entrant_lists")
    .selectAll()
    .where("sale_id", "=", saleId)
    .executeTakeFirstOrThrow();
  return { ...row, variants, entrantList };
}

/** The sale, its row locked until the transaction ends. */
export async function lockSale(tx: Tx, saleId: string): Promise<Sale | undefined> {
  const tables = salesIn(tx);
  await tables.selectFrom("sales").select("id").where("id", "=", saleId).forUpdate().execute();
  return loadSale(tables, saleId);
}
