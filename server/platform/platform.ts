import type { KnownBrand } from "./brand.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database/database.ts";
import type { Events } from "./events/events.ts";
import type { Files } from "./files.ts";
import type { CrowdMetrics } from "./http/crowd-chain.ts";
import type { Jobs } from "./jobs.ts";
import type { Keys } from "./keys.ts";
import type { LegalTexts } from "./legal/legal-texts.ts";
import type { Log } from "./log.ts";
import type { Mail } from "./mail/mail.ts";
import type { Metrics } from "./metrics.ts";
import type { Rush } from "./rush.ts";

/** What every module gets: the parts of the process that know no business. */
export interface Platform {
  readonly config: Config;
  /** How the site looks and what it offers; the module that keeps it tells of changes. */
  readonly brand: KnownBrand;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly crowdMetrics: CrowdMetrics;
  readonly database: Database;
  readonly keys: Keys;
  readonly events: Events;
  readonly jobs: Jobs;
  readonly files: Files;
  readonly mail: Mail;
  /** The operator's terms and imprint; which version of the terms an order accepts. */
  readonly legalTexts: LegalTexts;
  /** Whether a crowd is at the door; lanes count it, and what can wait makes way. */
  readonly rush: Rush;
}
