import { isUuid } from "../../../platform/ids.ts";
import type { Eligibility } from "../rules/eligibility.ts";
import type { SaleKind, SaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { loadSale, type Sale, salesOf, type SaleVariant, type Translations } from "../store.ts";

/** A sale as other modules see it: what is offered, at which terms, and how far it is. */
export interface OfferedSale {
  readonly id: string;
  readonly kind: SaleKind;
  readonly state: SaleState;
  readonly names: Translations;
  readonly variants: readonly SaleVariant[];
  /** Whether its draw is bound to a public beacon; null in an open sale. */
  readonly drawMode: "beacon" | "beaconless" | null;
  readonly registrationOpensAt: Date | null;
  readonly registrationClosesAt: Date | null;
  readonly opensAt: Date | null;
  readonly endsAt: Date | null;
  readonly holdSeconds: number;
  readonly paymentSeconds: number;
  /** The most orders of one delivery address, and of one payment instrument; null: no limit. */
  readonly ordersPerAddress: number | null;
  readonly ordersPerInstrument: number | null;
  /** So far, latecomers included. */
  readonly registrations: number;
  readonly admissionMargin: number;
  /** What it asks of who enters, a deposit among it; null: nothing. */
  readonly eligibility: Eligibility | null;
  /** The earlier sale whose entrants who got nothing come first here. */
  readonly carryOverFrom: string | null;
  readonly haltedReason: string | null;
  /** Whether its units are final: nothing can be returned to it any more. */
  readonly isLaneClosed: boolean;
}

/** The sale, or undefined where there is none, or where this is no id at all. */
export async function findOfferedSale(
  { platform }: SalesContext,
  saleId: string,
): Promise<OfferedSale | undefined> {
  if (!isUuid(saleId)) return undefined;
  const sale = await loadSale(salesOf(platform.database), saleId);
  return sale === undefined ? undefined : offeredSale(sale);
}

export function offeredSale(sale: Sale): OfferedSale {
  const drawMode = sale.beacon_chain === null ? "beaconless" : "beacon";
  return {
    id: sale.id,
    kind: sale.kind,
    state: sale.state,
    names: sale.names,
    variants: sale.variants,
    drawMode: sale.kind === "open" ? null : drawMode,
    registrationOpensAt: sale.registration_opens_at,
    registrationClosesAt: sale.registration_closes_at,
    opensAt: sale.opens_at,
    endsAt: sale.ends_at,
    holdSeconds: sale.hold_seconds,
    paymentSeconds: sale.payment_seconds,
    ordersPerAddress: sale.orders_per_address,
    ordersPerInstrument: sale.orders_per_instrument,
    registrations: sale.entrantList.registrations,
    admissionMargin: sale.admission_margin,
    eligibility: sale.eligibility,
    carryOverFrom: sale.carry_over_from,
    haltedReason: sale.halted_reason,
    isLaneClosed: sale.lane_closed_at !== null || sale.state === "cancelled",
  };
}
