import type { Platform } from "../../platform/platform.ts";
import type { Accounts } from "../accounts/index.ts";
import type { Catalogue } from "../catalogue/index.ts";
import type { BeaconClient } from "./beacon/beacon-client.ts";
import type { CodesConsumer } from "./commands/hand-out-codes.ts";
import type { EligibilityDesk } from "./line/eligibility-desk.ts";
import type { Lanes } from "./lane/lanes.ts";
import type { RestingSales } from "./lane/resting-sales.ts";
import type { Line } from "./line/line.ts";
import type { ProofOfWork } from "./proof-of-work/proof-of-work.ts";

/** What the module's commands and queries work with. */
export interface SalesContext {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly beacon: BeaconClient;
  readonly lanes: Lanes;
  readonly line: Line;
  readonly resting: RestingSales;
  readonly eligibility: EligibilityDesk;
  readonly proofOfWork: ProofOfWork;
  /** Filled once, before anything runs. */
  readonly codesConsumers: CodesConsumer[];
}
