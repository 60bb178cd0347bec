import type { Metrics } from "../../../platform/metrics.ts";
import type { RunningLane } from "./running-lane.ts";

/** What `/metrics` tells of the lanes that run here, by sale; read anew at each scrape. */
export function measureLanes(metrics: Metrics, running: ReadonlyMap<string, RunningLane>): void {
  const lag = metrics.gauge(
    "sales_projection_lag_records",
    "Lane records that the claims table does not show yet.",
    ["sale"],
  );
  const claims = metrics.gauge("sales_claims", "Claims of running lanes by state.", [
    "sale",
    "state",
  ]);
  const units = metrics.gauge("sales_free_units", "Units that nobody holds.", ["sale"]);
  metrics.onCollect(() => {
    for (const gauge of [lag, claims, units]) gauge.reset();
    for (const [sale, lane] of running) {
      lag.set({ sale }, lane.projectionLag);
      claims.set({ sale, state: "held" }, lane.writer.state.heldClaims);
      claims.set({ sale, state: "paid" }, lane.writer.state.paidClaims);
      claims.set({ sale, state: "waiting" }, lane.writer.state.waiting.size);
      units.set({ sale }, lane.writer.state.freeUnits);
    }
  });
}
