import { addCrowdRoutes } from "../../platform/http/crowd-chain.ts";
import type { Mount } from "../../platform/http/app.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Tx } from "../../platform/database/database.ts";
import { createGuardedFetch } from "../../platform/guarded-fetch.ts";
import { fail, type Result } from "../../platform/failure.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import { createBeaconClient, type BeaconClient } from "./beacon/beacon-client.ts";
import { ClusterDesk } from "./clusters/cluster-desk.ts";
import type { ClaimKey } from "./commands/ask-of-claim.ts";
import { beginPayment } from "./commands/begin-payment.ts";
import type { CodesConsumer } from "./commands/hand-out-codes.ts";
import { type HeldEntrantList, holdEntrantList } from "./commands/hold-entrant-list.ts";
import { payClaim } from "./commands/pay-claim.ts";
import { CodeDesk } from "./commands/redeem-friend-code.ts";
import { releaseClaim } from "./commands/release-claim.ts";
import { returnClaim } from "./commands/return-claim.ts";
import { salesFailures } from "./failures.ts";
import { defineSalesJobs, SaleSchedule } from "./jobs.ts";
import type { ClaimsConsumer, LaneHooks, LaneNeed } from "./lane/lane-hooks.ts";
import { Lanes } from "./lane/lanes.ts";
import { RestingSales } from "./lane/resting-sales.ts";
import { DepartureFollower } from "./line/departure-follower.ts";
import { EligibilityDesk, type EligibilityFacts } from "./line/eligibility-desk.ts";
import { personalData } from "./line/personal-data.ts";
import { Line } from "./line/line.ts";
import { LiveDesk } from "./live/live-desk.ts";
import { ProofOfWork } from "./proof-of-work/proof-of-work.ts";
import { type ClaimOfFan, findClaimOfFan } from "./queries/find-claim-of-fan.ts";
import { type ClaimsProgress, findClaimsProgress } from "./queries/find-claims-progress.ts";
import {
  findNewestRegistrations,
  type NewestRegistration,
} from "./queries/find-newest-registrations.ts";
import { findSaleNames, hasSales } from "./queries/find-sale-names.ts";
import { findOfferedSale, type OfferedSale } from "./queries/find-offered-sale.ts";
import {
  type Entrant,
  listEntrants,
  listEntrantsByPlace,
  type Stretch,
} from "./queries/list-entrants.ts";
import { findSaleUnderWay } from "./queries/find-sale-under-way.ts";
import { listWatchedSales, type WatchedSaleRow } from "./queries/list-watched-sales.ts";
import { ReportDesk } from "./report/make-report.ts";
import { addAdmissionLimitRoute } from "./routes/admission-limit-route.ts";
import { addAppealRoutes } from "./routes/appeal-routes.ts";
import { claimRoute } from "./routes/claim-routes.ts";
import { addExportRoutes } from "./routes/export-routes.ts";
import { addCodeClaimRoutes } from "./routes/code-claim-routes.ts";
import { addCodeRoutes } from "./routes/code-routes.ts";
import { createFanReader } from "./routes/fans.ts";
import { createFanPages, type FanPages } from "./routes/fan-pages.ts";
import { addFanRoutes } from "./routes/fan-routes.ts";
import { lineRoutes } from "./routes/line-routes.ts";
import { addLiveRoutes } from "./routes/live-routes.ts";
import { addOwnRoutes } from "./routes/own-routes.ts";
import { addOperatorRegistrationRoutes } from "./routes/registration-routes.ts";
import { addPlaceRoutes } from "./routes/place-routes.ts";
import { addRegistrationLinkRoutes } from "./routes/registration-links.ts";
import { addReportRoutes } from "./routes/report-routes.ts";
import { addRunRoutes } from "./routes/run-routes.ts";
import { addSaleRoutes } from "./routes/sale-routes.ts";
import { addTimelineRoute } from "./routes/timeline-route.ts";
import type { ReturnReason } from "./rules/lane-events.ts";
import type { SalesContext } from "./sales-context.ts";

export type { ClaimKey } from "./commands/ask-of-claim.ts";
export type { GrantedCode } from "./commands/hand-out-codes.ts";
export { salesFailures } from "./failures.ts";
export type { ClaimsConsumer, ClaimsStep, LaneNeed, ProjectedClaim } from "./lane/lane-hooks.ts";
export type { EligibilityFacts } from "./line/eligibility-desk.ts";
export type { ClaimOfFan } from "./queries/find-claim-of-fan.ts";
export type { NewestRegistration } from "./queries/find-newest-registrations.ts";
export type { Entrant } from "./queries/list-entrants.ts";
export type { WatchedSaleRow } from "./queries/list-watched-sales.ts";
export type { OfferedSale } from "./queries/find-offered-sale.ts";
export type { NowDocument } from "./lane/now-document.ts";
export type { PublicSale } from "./queries/find-public-sale.ts";
export type { Standing } from "./queries/find-standing.ts";
export type { SignedReport } from "./rules/report.ts";
export type { FanPages } from "./routes/fan-pages.ts";
export type { ClaimState } from "./rules/claim-states.ts";
export type { ReturnReason } from "./rules/lane-events.ts";
export {
  clusterReasons,
  type Evidence,
  scoreOf,
  SMALLEST_CLUSTER,
  strengthOf,
} from "./rules/cluster-scores.ts";
export { findSharedCurrencies } from "./rules/sale-prices.ts";
export { barReasonSentences, isBarReason } from "./rules/bar-reasons.ts";
export { claimBody } from "./schema.ts";
export { encodePass } from "./rules/pass.ts";
export { LiveListener } from "./live/live-listener.ts";
export { findLaneLogBreaks } from "./queries/find-lane-log-breaks.ts";
export { placesFrom } from "./line/places.ts";
export { countLog, type LogCount } from "./report/count-log.ts";
export { verifyReport } from "./report/verify-report.ts";

/** The door of the module. */
export interface Sales {
  readonly mounts: readonly Mount[];
  /** What pages for fans ask besides. */
  readonly forPages: FanPages;
  findSale(saleId: string): Promise<OfferedSale | undefined>;
  /** A sale that is selling, or opens before then. */
  findSaleUnderWay(before: Date): Promise<OfferedSale | undefined>;
  /** Sales that are not over, as far as somebody may have to do something about them. */
  listWatchedSales(): Promise<WatchedSaleRow[]>;
  /** What these sales are called, over or not; unknown ids are left out. */
  findSaleNames(
    saleIds: readonly string[],
  ): Promise<Pick<WatchedSaleRow, "id" | "kind" | "state" | "names">[]>;
  /** Whether there is any sale, draft or not. */
  hasSales(): Promise<boolean>;
  /** Registrations by number, with what became of them. */
  listEntrants(saleId: string, stretch: Stretch): Promise<Entrant[]>;
  /** The same by place; none before the draw. */
  listEntrantsByPlace(saleId: string, stretch: Stretch): Promise<Entrant[]>;
  /** Of each fan the newest registration in the sale, standing or not, by fan. */
  findNewestRegistrations(
    saleId: string,
    fanIds: readonly string[],
  ): Promise<ReadonlyMap<string, NewestRegistration>>;
  /** Does what must not cross a registration or the closing, under the entrant list's lock. */
  holdEntrantList<Value>(
    saleId: string,
    work: (tx: Tx, list: HeldEntrantList) => Promise<Value>,
  ): Promise<Value>;
  /** How far what the tables show of claims is behind the log. */
  findClaimsProgress(saleId: string): Promise<ClaimsProgress>;
  /** @returns `lane_elsewhere` or `sale_halted` where the lane cannot be asked here */
  findClaimOfFan(saleId: string, fanId: string): Promise<Result<ClaimOfFan | undefined>>;
  /** @returns `claim_not_found`, `claim_waiting`, `claim_over`, or why there is no lane */
  beginPayment(claim: ClaimKey): Promise<Result<ClaimOfFan>>;
  /** @returns `claim_over` where it came too late, or as `beginPayment` */
  payClaim(claim: ClaimKey): Promise<Result<ClaimOfFan>>;
  /** @returns `lane_closed` where the sale's units are final, `claim_unpaid`, or as above */
  returnClaim(claim: ClaimKey & { readonly reason: ReturnReason }): Promise<Result<ClaimOfFan>>;
  /** @returns `claim_not_found`, `claim_over`, `claim_paid`, or why there is no lane */
  releaseClaim(saleId: string, fanId: string, claimId: string): Promise<Result<void>>;
  /** To be called before `start`: writes what follows from claims, exactly once. */
  onClaimsProjected(consumer: ClaimsConsumer): void;
  /** To be called once before `start`; until then no sale can ask for purchases or deposits. */
  provideEligibility(facts: EligibilityFacts): void;
  /** To be called before `start`: gets new friend codes that are given to fans, with their text. */
  onCodesGranted(consumer: CodesConsumer): void;
  /** To be called before `start`: an ended sale's lane is kept while something may come to it. */
  keepLaneOpen(isNeeded: LaneNeed): void;
  /** Takes the lanes over that nobody runs, and follows the sales' dates. */
  start(): Promise<void>;
  /** Ends the batches under way and lets the lanes go. */
  stop(): Promise<void>;
}

/**
 * Events: SaleCreated, SalePublished, SaleMoved, RegistrationClosed, PlacesDrawn, SaleOpened,
 * AdmissionPaused, AdmissionResumed, SaleEnded, SaleCancelled, PlaceBarred, PlaceRestored,
 * AppealMade, AppealDecided, FriendCodesIssued, FriendCodeRevoked.
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
  const eligibility = new EligibilityDesk(accounts, platform.clock);
  const line = new Line(platform, eligibility, (saleId, registrations) => {
    const lane = lanes.find(saleId);
    if (lane === undefined) return;
    const highestPlace = lane.places.highest(registrations);
    void lane.writer.submit({ type: "extend-line", highestPlace });
  });
  const hooks: LaneHooks = { consumers: [], needs: [] };
  const lanes = new Lanes(platform, line, hooks);
  const resting = new RestingSales(platform);
  const context: SalesContext = {
    platform,
    accounts,
    catalogue,
    beacon,
    lanes,
    line,
    resting,
    eligibility,
    proofOfWork: new ProofOfWork(platform.keys, platform.clock),
    codesConsumers: [],
  };
  defineSalesJobs(platform);
  const schedule = new SaleSchedule(context);
  const departures = new DepartureFollower(context);
  accounts.registerPersonalData(personalData(context));
  const fans = createFanReader(context);
  const crowd = createRouter();
  const crowdRoutes = [claimRoute(crowd, context, fans), ...lineRoutes(crowd, context, fans)];
  addCrowdRoutes(crowd, crowdRoutes);
  const calm = createRouter();
  addSaleRoutes(calm, context);
  addRunRoutes(calm, context);
  addOperatorRegistrationRoutes(calm, context, new ClusterDesk(context));
  addAdmissionLimitRoute(calm, context);
  addPlaceRoutes(calm, context);
  addAppealRoutes(calm, context);
  addExportRoutes(calm, context);
  addCodeRoutes(calm, context);
  const codes = new CodeDesk(context);
  addCodeClaimRoutes(calm, context, codes);
  const live = new LiveDesk(context);
  addLiveRoutes(calm, context, live);
  addFanRoutes(calm, context);
  const own = createRouter();
  addOwnRoutes(own, context);
  addRegistrationLinkRoutes(calm, context, fans);
  const desk = new ReportDesk(context);
  addReportRoutes(calm, context, desk);
  addTimelineRoute(calm, context, desk);
  return {
    mounts: [
      { path: "/api/v1/sales", router: crowd, chain: "crowd", crowdRoutes },
      { path: "/api/v1/sales", router: calm, chain: "standard" },
      { path: "/api/v1/me", router: own, chain: "standard" },
    ],
    forPages: createFanPages(context, fans, desk, codes),
    findSale: (saleId) => findOfferedSale(context, saleId),
    findSaleUnderWay: (before) => findSaleUnderWay(context, before),
    listWatchedSales: () => listWatchedSales(context),
    findSaleNames: (saleIds) => findSaleNames(context, saleIds),
    hasSales: () => hasSales(context),
    listEntrants: (saleId, stretch) => listEntrants(context, saleId, stretch),
    listEntrantsByPlace: (saleId, stretch) => listEntrantsByPlace(context, saleId, stretch),
    findNewestRegistrations: (saleId, fanIds) => findNewestRegistrations(context, saleId, fanIds),
    holdEntrantList: (saleId, work) => holdEntrantList(context, saleId, work),
    findClaimsProgress: (saleId) => findClaimsProgress(context, saleId),
    findClaimOfFan: (saleId, fanId) => findClaimOfFan(context, saleId, fanId),
    beginPayment: (claim) => beginPayment(context, claim),
    payClaim: (claim) => payClaim(context, claim),
    returnClaim: (claim) => returnClaim(context, claim),
    async releaseClaim(saleId, fanId, claimId) {
      const lineOfSale = await line.find(saleId);
      if (lineOfSale === undefined) return fail(salesFailures.sale_not_found, saleId);
      return releaseClaim(context, lineOfSale, fanId, claimId);
    },
    onClaimsProjected: (consumer) => void hooks.consumers.push(consumer),
    provideEligibility: (facts) => eligibility.provide(facts),
    onCodesGranted: (consumer) => void context.codesConsumers.push(consumer),
    keepLaneOpen: (isNeeded) => void hooks.needs.push(isNeeded),
    async start() {
      await lanes.start();
      schedule.start();
      departures.start();
    },
    async stop() {
      live.close();
      await schedule.stop();
      await departures.stop();
      await lanes.stop();
    },
  };
}
