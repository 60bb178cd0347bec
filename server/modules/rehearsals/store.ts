import type { ColumnType, Generated, Kysely, Selectable } from "kysely";
import { schemaIn, schemaOf, type Tx } from "../../platform/database/database.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Sales } from "../sales/index.ts";
import type { EndReason, RehearsalState } from "./rules/endings.ts";
import type { RunDesk } from "./run/run-desk.ts";

/** What the commands and queries of the module work with. */
export interface RehearsalDeps {
  readonly platform: Platform;
  readonly accounts: Pick<Accounts, "recordOperatorAction" | "requireOperator">;
  readonly sales: Pick<Sales, "findSaleUnderWay">;
  readonly desk: RunDesk;
  readonly version: string;
}

interface RehearsalTable {
  id: string;
  state: Generated<RehearsalState>;
  fans: number;
  units: number;
  pays: boolean;
  kills: number;
  preload: boolean;
  /** The stages in their order, as the process tells them. */
  plan: Generated<string[]>;
  /** Which stage of the plan is under way, from 1; 0 before the first. */
  stage_number: Generated<number>;
  stage_done: Generated<number>;
  /** 0 where the stage cannot be counted. */
  stage_total: Generated<number>;
  started_at: Date;
  ended_at: Date | null;
  /** The operator's name at that time. */
  started_by: string;
  machine: string;
  version: string;
  result: ColumnType<Record<string, unknown> | null, undefined, string | null>;
  reason: EndReason | null;
  log_tail: string | null;
}

interface RehearsalTables {
  rehearsals: RehearsalTable;
}

export type RehearsalRow = Selectable<RehearsalTable>;

const SCHEMA = "rehearsals";

export function rehearsalsOf(platform: Pick<Platform, "database">): Kysely<RehearsalTables> {
  return schemaOf<RehearsalTables>(platform.database, SCHEMA);
}

export function rehearsalsIn(tx: Tx): Kysely<RehearsalTables> {
  return schemaIn<RehearsalTables>(tx, SCHEMA);
}

/** Writes down that whatever is said to run was lost. The caller holds the lock of all runs. */
export async function markLost(rehearsals: Kysely<RehearsalTables>, now: Date): Promise<void> {
  await rehearsals
    .updateTable("rehearsals")
    .set({ state: "lost", reason: "server_lost", ended_at: now })
    .where("state", "=", "running")
    .execute();
}
