import { sql } from "kysely";
import type { SalesContext } from "../sales-context.ts";

/** How far the claims table has come behind a sale's log. */
export interface ClaimsProgress {
  /** The last record of the log. */
  readonly recorded: number;
  /** The last record that the table shows. */
  readonly projected: number;
}

export async function findClaimsProgress(
  { platform }: SalesContext,
  saleId: string,
): Promise<ClaimsProgress> {
  const { rows } = await sql<ClaimsProgress>`
    select
      coalesce((select max(sequence) from sales.lane_records where sale_id = ${saleId}), 0)
        as recorded,
      coalesce((select sequence from sales.claim_projections where sale_id = ${saleId}), 0)
        as projected`.execute(platform.database.kysely);
  return rows[0] ?? { recorded: 0, projected: 0 };
}
