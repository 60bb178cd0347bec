import { addCrowdRoutes } from "../../platform/http/crowd-chain.ts";
import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import { createGuardedFetch } from "../../platform/guarded-fetch.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { createBeaconClient, type BeaconClient } from "./beacon/beacon-client.ts";
import { SaleSchedule } from "./jobs.ts";
import { Lanes } from "./lane/lanes.ts";
import { RestingSales } from "./lane/resting-sales.ts";
import { Line } from "./line/line.ts";
import { claimRoute } from "./routes/claim-routes.ts";
import { createFanReader } from "./routes/fans.ts";
import { addFanRoutes } from "./routes/fan-routes.ts";
import { lineRoutes } from "./routes/line-routes.ts";
import { addPlaceRoutes } from "./routes/place-routes.ts";
import { addReportRoutes } from "./routes/report-routes.ts";
import { addRunRoutes } from "./routes/run-routes.ts";
import { addSaleRoutes } from "./routes/sale-routes.ts";
import type { SalesContext } from "./sales-context.ts";

export { claimBody } from "./schema.ts";
export { encodePass } from "./rules/pass.ts";
export { placesFrom } from "./line/places.ts";
export { countLog, type LogCount } from "./report/count-log.ts";
export { verifyReport } from "./report/verify-report.ts";

/** The door of the module. */
export interface Sales {
  readonly mounts: readonly Mount[];
  /** Takes the lanes over that nobody runs, and follows the sales' dates. */
  start(): Promise<void>;
  /** Ends the batches under way and lets the lanes go. */
  stop(): Promise<void>;
}

/**
 * Events: SaleCreated, SalePublished, RegistrationClosed, PlacesDrawn, SaleOpened, AdmissionPaused,
 * AdmissionResumed, SaleEnded, SaleCancelled, PlaceBarred, PlaceRestored.
 * @param beacon another client than that of the configured relays; for tests
 */
export function createSales(
  platform: Platform,
  accounts: Accounts,
  catalogue: Catalogue,
  beacon: BeaconClient = createBeaconClient({
    urls: platform.config.beaconUrls,
    fetch: createGuardedFetch(),
  }),
): Sales {
  const line = new Line(platform, (saleId, registrations) => {
    const lane = lanes.find(saleId);
    if (lane === undefined) return;
    const highestPlace = lane.places.highest(registrations);
    void lane.writer.submit({ type: "extend-line", highestPlace });
  });
  const lanes = new Lanes(platform, line);
  const resting = new RestingSales(platform);
  const context: SalesContext = { platform, accounts, catalogue, beacon, lanes, line, resting };
  const schedule = new SaleSchedule(context);
  const fans = createFanReader(context);
  const crowd = createRouter();
  const crowdRoutes = [claimRoute(crowd, context, fans), ...lineRoutes(crowd, context, fans)];
  addCrowdRoutes(crowd, crowdRoutes);
  const calm = createRouter();
  addSaleRoutes(calm, context);
  addRunRoutes(calm, context);
  addPlaceRoutes(calm, context);
  addFanRoutes(calm, context);
  addReportRoutes(calm, context);
  return {
    mounts: [
      { path: "/api/v1/sales", router: crowd, chain: "crowd", crowdRoutes },
      { path: "/api/v1/sales", router: calm, chain: "standard" },
    ],
    async start() {
      await lanes.start();
      schedule.start();
    },
    async stop() {
      await schedule.stop();
      await lanes.stop();
    },
  };
}
