import { sql } from "kysely";
import { findBeaconChain, roundTimeMs } from "../rules/beacon.ts";
import type { SaleKind, SaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import type { Translations } from "../store.ts";

/** A sale that is not over, as far as somebody may have to do something about it. */
export interface WatchedSaleRow {
  readonly id: string;
  readonly kind: SaleKind;
  readonly state: SaleState;
  readonly names: Translations;
  readonly haltedReason: string | null;
  readonly registrationOpensAt: Date | null;
  readonly registrationClosesAt: Date | null;
  /** When the round is published that the draw waits for; null where it waits for none. */
  readonly beaconAt: Date | null;
  readonly opensAt: Date | null;
  readonly changedAt: Date;
  readonly openAppeals: number;
  readonly oldestAppealAt: Date | null;
}

type Row = Omit<WatchedSaleRow, "beaconAt"> & {
  readonly beaconChain: string | null;
  readonly beaconRound: number | null;
};

const SALES_MOST = 500;

/** Sales under way and drafts, sales with open appeals, and halted ones; newest first. */
export async function listWatchedSales(context: SalesContext): Promise<WatchedSaleRow[]> {
  const { rows } = await sql<Row>`
    with waiting as (
      select sale_id, count(*)::int as appeals, min(made_at) as since
      from sales.appeals where state = 'open' group by sale_id)
    select s.id, s.kind, s.state, s.names, s.halted_reason as "haltedReason",
      s.registration_opens_at as "registrationOpensAt",
      s.registration_closes_at as "registrationClosesAt", s.opens_at as "opensAt",
      s.beacon_chain as "beaconChain", s.beacon_round as "beaconRound",
      s.changed_at as "changedAt", coalesce(w.appeals, 0) as "openAppeals",
      w.since as "oldestAppealAt"
    from sales.sales s left join waiting w on w.sale_id = s.id
    where s.state in ('draft', 'registering', 'closed', 'drawn', 'selling', 'paused')
      or (s.halted_reason is not null and s.lane_closed_at is null)
      or w.sale_id is not null
    order by s.id desc limit ${SALES_MOST}`.execute(context.platform.database.kysely);
  return rows.map(({ beaconChain, beaconRound, ...row }) => {
    const chain = beaconChain === null ? undefined : findBeaconChain(beaconChain);
    const isBound = chain !== undefined && beaconRound !== null;
    return { ...row, beaconAt: isBound ? new Date(roundTimeMs(chain, beaconRound)) : null };
  });
}
