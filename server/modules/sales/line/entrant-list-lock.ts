import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { SaleKind, SaleState } from "../rules/sale-states.ts";

/** The entrant list's row and its sale's state, as they stand under the lock. */
export interface LockedEntrantList {
  readonly kind: SaleKind;
  readonly state: SaleState;
  readonly registrations: number;
  readonly registration_opens_at: Date | null;
  readonly registration_closes_at: Date | null;
  readonly closed_at: Date | null;
  readonly entrants: number | null;
}

/**
 * Locks the sale's entrant list until the transaction ends: joining, leaving, closing stand in one
 * order.
 */
export async function lockEntrantList(
  tx: Tx,
  saleId: string,
): Promise<LockedEntrantList | undefined> {
  const { rows } = await sql<LockedEntrantList>`
    select s.kind, s.state, s.registration_opens_at, s.registration_closes_at,
      l.registrations, l.closed_at, l.entrants
    from sales.entrant_lists l join sales.sales s on s.id = l.sale_id
    where l.sale_id = ${saleId} for update of l`.execute(tx);
  return rows[0];
}
