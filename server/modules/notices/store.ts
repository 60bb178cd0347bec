import type { ColumnType, Generated, Kysely, Selectable, Transaction } from "kysely";
import { schemaIn, schemaOf, type Database, type Tx } from "../../platform/database/database.ts";
import type { ClaimState } from "../sales/index.ts";
import type { TaskKind, WalkKind } from "./rules/notice-kinds.ts";

/** JSON that is read as it was written. */
type Json<Value> = ColumnType<Value, string, string>;

interface PaceTable {
  id: Generated<boolean>;
  /** Counts the batches. */
  version: number;
  /** No batch before this time. */
  next_at: Date;
  /** A crowd is at some sale's door; mails leave the machine to it. */
  crowded_until: Date;
  /** The last change of an order that was told of. */
  order_sequence: number;
  /** The last change of a deposit that was told of. */
  deposit_sequence: number;
}

interface WalkTable {
  sale_id: string;
  kind: WalkKind;
  /** Tells several walks of one kind apart; 0 where there is one. */
  occasion: Generated<number>;
  /** `watching`: what it is to tell has not happened yet. */
  state: Generated<"watching" | "running" | "done">;
  /** The last registration number told; the last place in a walk by places. */
  after: Generated<number>;
  /** Where it ends; null where it follows whatever comes. */
  through: number | null;
  /** Begins when the claims table shows the sale's log up to this record. */
  sequence: number | null;
  facts: Json<WalkFacts>;
  due_at: Date;
}

/** What a walk tells besides what the sale says of itself. */
export interface WalkFacts {
  /** Whether nothing was left when the sale was over. */
  readonly isSoldOut?: boolean;
}

interface HoldTable {
  claim_id: string;
  sale_id: string;
  fan_id: string;
  lines: Json<readonly { readonly variantId: string; readonly quantity: number }[]>;
  state: ClaimState;
  /** Of the last hold; kept when it has ended. */
  expires_at: Date | null;
  /** Whether units were ever seen to be held for it. */
  was_held: boolean;
  is_told: Generated<boolean>;
  is_reminded: Generated<boolean>;
  /** When there may be something to tell; null while nothing is awaited but a change. */
  look_at: Date | null;
  version: Generated<number>;
}

interface TaskTable {
  id: Generated<number>;
  kind: TaskKind;
  sale_id: string;
  fan_id: string;
  facts: Json<TaskFacts>;
  due_at: Date;
}

/** What a task tells besides what the sale says of itself. */
export interface TaskFacts {
  readonly place: number;
  /** One of the public reasons for a bar. */
  readonly reason: string;
  readonly isRestored?: boolean;
  /** The staff's words to an appeal. */
  readonly answer?: string;
}

interface NoticeTables {
  pace: PaceTable;
  walks: WalkTable;
  holds: HoldTable;
  tasks: TaskTable;
}

export type Walk = Selectable<WalkTable>;
export type TaskRow = Selectable<TaskTable>;
export type HoldRow = Selectable<HoldTable>;
export type PaceRow = Selectable<PaceTable>;

export function noticesOf(database: Database): Kysely<NoticeTables> {
  return schemaOf<NoticeTables>(database, "notices");
}

export function noticesIn(tx: Tx): Transaction<NoticeTables> {
  return schemaIn<NoticeTables>(tx, "notices");
}
