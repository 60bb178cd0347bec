import type { Generated, Kysely, Selectable, Transaction } from "kysely";
import { schemaIn, schemaOf, type Database, type Tx } from "../../platform/database/database.ts";
import type { AppealState } from "./rules/appeals.ts";
import type { ClaimState } from "./rules/claim-states.ts";
import type { Eligibility } from "./rules/eligibility.ts";
import type { FriendCodeState } from "./rules/friend-codes.ts";
import type { SaleKind, SaleState } from "./rules/sale-states.ts";

/** A text by BCP 47 language tag. */
export type Translations = Readonly<Record<string, string>>;

/** Minor units by ISO 4217 code. */
export type Prices = Readonly<Record<string, number>>;

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
  payment_seconds: Generated<number>;
  orders_per_address: number | null;
  orders_per_instrument: number | null;
  admission_margin: number;
  waiting_limit: number;
  /** Hashes that a browser computes at most to register; null asks for no proof of work. */
  proof_of_work_difficulty: number | null;
  eligibility: Eligibility | null;
  carry_over_from: string | null;
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
  prices: Prices | null;
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
  /** How many entrants get the first places; null in a sale without carry-over. */
  carried: number | null;
  carried_digest: Buffer | null;
  /** When the traces of the registrations were cleared. */
  traces_cleared_at: Date | null;
}

export const registrationStandings = ["entered", "withdrawn", "refused", "left"] as const;

export type RegistrationStanding = (typeof registrationStandings)[number];

interface RegistrationTable {
  sale_id: string;
  number: number;
  fan_id: string | null;
  random_bytes: Buffer | null;
  /**
   * `withdrawn`: left before the list was closed; `refused`: not eligible any more when it was;
   * `left`: afterwards.
   */
  standing: Generated<RegistrationStanding>;
  registered_at: Generated<Date>;
  /** Of an erased fan, whose leaf nothing else can tell. */
  leaf: Buffer | null;
  /** Keyed hashes, 8 bytes each: see `rules/sign-up-traces.ts`. */
  network_trace: Buffer | null;
  browser_trace: Buffer | null;
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
  /** The friend code that made it a guaranteed one. */
  code_number: number | null;
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

/** What a fan answered to a bar, and what came of it. */
interface AppealTable {
  id: string;
  sale_id: string;
  place: number;
  /** Of the bar that it answers. */
  barred_at: Date;
  fan_id: string | null;
  text: string;
  state: Generated<AppealState>;
  answer: Generated<string>;
  made_at: Date;
  decided_at: Date | null;
}

interface FriendCodeTable {
  sale_id: string;
  number: number;
  code_hash: Buffer;
  variant_id: string;
  units: number;
  /** The fan whom it was given to; whoever is signed in may redeem it. */
  granted_to: string | null;
  granted_by: string;
  note: Generated<string>;
  state: Generated<FriendCodeState>;
  expires_at: Date | null;
  issued_at: Date;
  ended_at: Date | null;
  redeemed_place: number | null;
  claim_id: string | null;
}

interface SaleAndNumberTable {
  sale_id: string;
  number: number;
}

interface ErasedFanTable {
  fan_id: string;
  erased_at: Date;
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
  appeals: AppealTable;
  friend_codes: FriendCodeTable;
  carried_entrants: SaleAndNumberTable;
  /** Places of erased fans that the lane has yet to give up. */
  departures: SaleAndNumberTable;
  erased_fans: ErasedFanTable;
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
  /** As they stood in the catalogue when the sale was published; null before. */
  readonly prices: Prices | null;
}

export function salesOf(database: Database): Kysely<SalesTables> {
  return schemaOf<SalesTables>(database, "sales");
}

export function salesIn(tx: Tx): Transaction<SalesTables> {
  return schemaIn<SalesTables>(tx, "sales");
}

/**
 * Whether the sale was ever published. Who calls a draft off has shown it to nobody: its prices
 * were never frozen.
 */
export function isPublic({ state, variants }: Pick<Sale, "state" | "variants">): boolean {
  if (state === "cancelled") return variants.some(({ prices }) => prices !== null);
  return state !== "draft";
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
    .select(["variant_id as variantId", "stock", "claim_limit as claimLimit", "prices"])
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
