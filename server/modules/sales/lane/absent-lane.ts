import type { Failure } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { hasLane } from "../rules/sale-states.ts";
import type { Sale } from "../store.ts";
import { presentUnavailable } from "./present-answer.ts";

type LaneOf = Pick<Sale, "kind" | "state" | "halted_reason" | "lane_closed_at">;

/** Whether a lane keeps the sale's stock, wherever it runs. A halted one is started nowhere. */
export function keepsLane(sale: LaneOf): boolean {
  return sale.lane_closed_at === null && hasLane(sale.kind, sale.state);
}

/** Why no lane of the sale answers here, as a failure that says what to do. */
export function presentAbsence(sale: LaneOf): Failure {
  if (sale.halted_reason !== null) return presentUnavailable("halted");
  if (keepsLane(sale)) return presentUnavailable("elsewhere");
  const isOver = sale.state === "ended" || sale.state === "cancelled";
  const kind = isOver ? salesFailures.sale_ended : salesFailures.sale_not_open;
  return { kind, detail: `The sale is ${sale.state}.` };
}
