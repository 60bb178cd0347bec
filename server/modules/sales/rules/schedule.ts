import { unreachable } from "../../../platform/failure.ts";
import type { SaleKind, SaleState } from "./sale-states.ts";

/** What the schedule looks at. Times in ms since 1970; null where nothing is scheduled. */
export interface ScheduledSale {
  readonly kind: SaleKind;
  readonly state: SaleState;
  readonly registrationClosesAt: number | null;
  /** When the beacon's round is published; null where the draw waits for nothing. */
  readonly beaconAt: number | null;
  readonly opensAt: number | null;
  readonly endsAt: number | null;
}

export type DueAction = "close-registration" | "draw" | "open" | "stop";

/**
 * What the sale's own dates ask for now, or undefined. A draw without dates waits for the operator.
 */
export function findDueAction(sale: ScheduledSale, nowMs: number): DueAction | undefined {
  const isDue = (at: number | null) => at !== null && at <= nowMs;
  switch (sale.state) {
    case "registering":
      if (sale.kind === "open") return isDue(sale.opensAt) ? "open" : undefined;
      return isDue(sale.registrationClosesAt) ? "close-registration" : undefined;
    case "closed":
      return sale.beaconAt === null || isDue(sale.beaconAt) ? "draw" : undefined;
    case "drawn":
      return isDue(sale.opensAt) ? "open" : undefined;
    case "selling":
    case "paused":
      return isDue(sale.endsAt) ? "stop" : undefined;
    case "draft":
    case "ended":
    case "cancelled":
      return undefined;
    default:
      return unreachable(sale.state);
  }
}
