import { invariant } from "../../../platform/failure.ts";
import type { LaneTerms } from "../rules/lane-events.ts";
import type { Sale } from "../store.ts";

/** What the sale's lane starts from. Only a lane without any record uses it. */
export function laneTermsOf(sale: Sale, pollsPerSecond: number): LaneTerms {
  return {
    kind: sale.kind,
    variants: sale.variants.map(({ variantId, stock, claimLimit }) => ({
      id: variantId,
      stock,
      limit: claimLimit,
    })),
    drawnPlaces: sale.kind === "draw" ? (sale.entrantList.live_entrants ?? 0) : 0,
    holdMs: sale.hold_seconds * 1000,
    paymentMs: sale.payment_seconds * 1000,
    admissionMargin: sale.admission_margin,
    waitingLimit: sale.waiting_limit,
    pollsPerSecond,
    draw: sale.kind === "draw" ? drawOf(sale) : null,
  };
}

function drawOf(sale: Sale): NonNullable<LaneTerms["draw"]> {
  const { root } = sale.entrantList;
  invariant(
    root !== null && sale.seed !== null && sale.order_digest !== null,
    "a lane of a draw is founded after the draw",
  );
  return {
    root: root.toString("hex"),
    seed: sale.seed.toString("hex"),
    order: sale.order_digest.toString("hex"),
  };
}
