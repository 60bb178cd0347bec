import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultBrand, KnownBrand } from "../../server/platform/brand.ts";
import type { Clock } from "../../server/platform/clock.ts";
import { type Config, readConfig } from "../../server/platform/config.ts";
import type { Database } from "../../server/platform/database/database.ts";
import { createEvents } from "../../server/platform/events/events.ts";
import { createLocalFiles } from "../../server/platform/files.ts";
import { createCrowdMetrics } from "../../server/platform/http/crowd-chain.ts";
import { createJobs } from "../../server/platform/jobs.ts";
import { createKeys } from "../../server/platform/keys.ts";
import { readLegalTexts } from "../../server/platform/legal/legal-texts.ts";
import { createLog } from "../../server/platform/log.ts";
import { createMail } from "../../server/platform/mail/mail.ts";
import { listNewestMails, type RecordedMail } from "../../server/platform/mail/store.ts";
import { createMetrics } from "../../server/platform/metrics.ts";
import type { Platform } from "../../server/platform/platform.ts";
import { Rush } from "../../server/platform/rush.ts";

/** Fixed, so that what is derived from it is the same in every run. */
const TEST_SECRET = "a secret of 32 characters or more, for tests";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves both clocks forward. */
  advance(byMs: number): void;
}

/** @param startMs wall-clock time; a Monday morning unless told */
export function createManualClock(startMs = Date.UTC(2026, 0, 5, 8)): ManualClock {
  let passedMs = 0;
  return {
    wallMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    advance(byMs) {
      passedMs += byMs;
    },
  };
}

/** The settings of a test: `environment` adds to them or replaces them. */
export function testConfig(environment: Readonly<Record<string, string>> = {}): Config {
  return readConfig({
    NODE_ENV: "test",
    SECRET: TEST_SECRET,
    BASE_URL: "http://millet.test",
    LOG_LEVEL: "silent",
    DRAIN_SECONDS: "1",
    ...environment,
  });
}

/**
 * A real platform on the given database, with a silent log and a clock that stands still. Nothing
 * runs in the background: `events.deliverPending()` delivers, `events.start()` and `jobs.start()`
 * begin. Like `testDatabase`, call it at the top level of the test file: what it has started ends
 * after the file's last test.
 */
export function testPlatform(database: Database, overrides: Partial<Platform> = {}): Platform {
  const dataDir = mkdtempSync(join(tmpdir(), "millet-test-data-"));
  const config = overrides.config ?? testConfig({ DATA_DIR: dataDir });
  const clock = overrides.clock ?? createManualClock();
  const log = overrides.log ?? createLog(config.logLevel);
  const metrics = overrides.metrics ?? createMetrics({ process: false });
  const jobs = overrides.jobs ?? createJobs({ config, database, log, metrics });
  const deps = { config, database, clock, log, metrics, jobs };
  const platform: Platform = {
    config,
    brand: new KnownBrand(defaultBrand(config)),
    clock,
    log,
    metrics,
    jobs,
    database,
    crowdMetrics: createCrowdMetrics(metrics),
    keys: createKeys(TEST_SECRET),
    events: createEvents(deps),
    files: createLocalFiles(dataDir),
    mail: createMail(deps),
    legalTexts: readLegalTexts(config, log),
    rush: new Rush(clock),
    ...overrides,
  };
  afterAll(async () => {
    await platform.events.stop();
    await platform.jobs.stop();
    platform.mail.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return platform;
}

/** The mails to an address, the newest first. Without SMTP_URL all of them stay in the database. */
export async function mailsTo(database: Database, address: string): Promise<RecordedMail[]> {
  const mails = await listNewestMails(database, 1000);
  return mails.filter(({ to }) => to === address);
}
