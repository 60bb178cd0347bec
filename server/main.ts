import { fileURLToPath } from "node:url";
import { migrations } from "./migrations/index.ts";
import { createAccounts, type Accounts } from "./modules/accounts/index.ts";
import { createCatalogue, type Catalogue } from "./modules/catalogue/index.ts";
import { createConsole, type Console } from "./modules/console/index.ts";
import { createNotices, type Notices } from "./modules/notices/index.ts";
import { createOrders, type Orders } from "./modules/orders/index.ts";
import { createRehearsals, type Rehearsals } from "./modules/rehearsals/index.ts";
import { createSales, type Sales } from "./modules/sales/index.ts";
import { createSettings, type Settings } from "./modules/settings/index.ts";
import { createShop, type Shop } from "./modules/shop/index.ts";
import { defaultBrand, KnownBrand } from "./platform/brand.ts";
import { systemClock } from "./platform/clock.ts";
import type { Config } from "./platform/config.ts";
import { assertDurable, type Database, openDatabase } from "./platform/database/database.ts";
import { reasonOf } from "./platform/database/embedded-postgres-error.ts";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "./platform/database/embedded-postgres.ts";
import { migrate } from "./platform/database/migrate.ts";
import { createEvents } from "./platform/events/events.ts";
import { createLocalFiles } from "./platform/files.ts";
import { apiDescription, createApp, type Mount } from "./platform/http/app.ts";
import { createCrowdMetrics } from "./platform/http/crowd-chain.ts";
import { listen } from "./platform/http/server.ts";
import { createJobs } from "./platform/jobs.ts";
import { createKeys, readOrCreateSecret } from "./platform/keys.ts";
import { legalMounts } from "./platform/legal/legal-pages.ts";
import { type LegalTexts, readLegalTexts } from "./platform/legal/legal-texts.ts";
import { createLog, type Log } from "./platform/log.ts";
import { mailMounts } from "./platform/mail/dev-mails.ts";
import { createMail } from "./platform/mail/mail.ts";
import { createMetrics, type Metrics } from "./platform/metrics.ts";
import type { Platform } from "./platform/platform.ts";
import { Rush } from "./platform/rush.ts";
import { refuseUnfinishedRestore } from "./platform/unfinished-restore.ts";
import { webAppMounts } from "./platform/web-app/web-app.ts";
import { version } from "../package.json" with { type: "json" };

/** The parts of one Millet process, wired but not listening. */
export interface Millet {
  readonly platform: Platform;
  readonly accounts: Accounts;
  readonly catalogue: Catalogue;
  readonly settings: Settings;
  readonly sales: Sales;
  readonly orders: Orders;
  /** What fans are told by mail. */
  readonly fanNotices: Notices;
  readonly rehearsals: Rehearsals;
  readonly shop: Shop;
  readonly console: Console;
  /** Sentences for whoever starts it, such as where the data is kept instead. */
  readonly notices: readonly string[];
  /** Closes everything that was opened, the embedded PostgreSQL included. */
  close(): Promise<void>;
}

/**
 * Opens the database (an embedded one unless DATABASE_URL names another), migrates it, and wires
 * the modules. Nothing runs in the background yet.
 * @throws EmbeddedPostgresError, ConfigError, or a migration's own error
 */
export async function openMillet(config: Config): Promise<Millet> {
  const log = createLog(config.logLevel);
  refuseUnfinishedRestore(config.dataDir);
  const legalTexts = readLegalTexts(config, log);
  const secret = config.secret ?? (await readOrCreateSecret(config.dataDir));
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbeddedPostgres({ dataDir: config.dataDir, log, supervised: true })
      : undefined;
  const connectionString = config.databaseUrl ?? embedded?.connectionString ?? "";
  const database = openDatabase({ connectionString, poolSize: config.databasePoolSize, log });
  const close = async () => {
    try {
      await database.close();
    } finally {
      await embedded?.stop();
    }
  };
  try {
    await assertDurable(database);
    await migrate(database, migrations);
  } catch (error) {
    await close();
    throw error;
  }
  const metrics = createMetrics({ process: true });
  if (embedded !== undefined) countRestarts(metrics, embedded);
  const parts = wireParts({ config, log, metrics, database, secret, legalTexts });
  return { ...parts, notices: embedded?.notices ?? [], close };
}

/** What the parts are made of, before they are wired. */
interface Ground {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly secret: string;
  readonly legalTexts: LegalTexts;
}

/** Wires the modules. Nothing is asked of the database yet. */
function wireParts(ground: Ground): Omit<Millet, "notices" | "close"> {
  const { config, log, metrics, database } = ground;
  const jobs = createJobs({ config, database, log, metrics });
  const base = { config, clock: systemClock, log, metrics, database, jobs };
  const platform: Platform = {
    ...base,
    brand: new KnownBrand(defaultBrand(config)),
    crowdMetrics: createCrowdMetrics(metrics),
    keys: createKeys(ground.secret),
    events: createEvents(base),
    files: createLocalFiles(config.dataDir),
    mail: createMail(base),
    legalTexts: ground.legalTexts,
    rush: new Rush(systemClock),
  };
  const accounts = createAccounts(platform);
  const catalogue = createCatalogue(platform, accounts);
  const settings = createSettings(platform, accounts);
  const sales = createSales(platform, accounts, catalogue);
  const orders = createOrders(platform, accounts, catalogue, sales);
  const fanNotices = createNotices(platform, accounts, catalogue, sales, orders);
  const command = [process.execPath, fileURLToPath(new URL("cli/main.ts", import.meta.url))];
  const rehearsals = createRehearsals(platform, accounts, sales, { command, version });
  const shop = createShop(platform, accounts, catalogue, sales, orders);
  const console = createConsole(platform, accounts, catalogue, sales, orders);
  const fanParts = { sales, orders, fanNotices, shop };
  return { platform, accounts, catalogue, settings, ...fanParts, rehearsals, console };
}

/** Everything that answers requests, the web app last: its pages are whatever is left. */
function mountsOf(parts: Omit<Millet, "notices" | "close">): readonly Mount[] {
  const { platform, accounts, catalogue, settings, sales, orders, fanNotices } = parts;
  const { rehearsals, shop } = parts;
  const { brand, config, log, database } = platform;
  return [
    ...sales.mounts,
    ...orders.mounts,
    ...catalogue.mounts,
    ...accounts.mounts,
    ...fanNotices.mounts,
    ...rehearsals.mounts,
    ...settings.mounts,
    ...shop.mounts,
    ...parts.console.mounts,
    ...legalMounts(brand, platform.legalTexts),
    ...mailMounts({ config, database }),
    ...webAppMounts({ brand, config, log }),
  ];
}

/** The API's description in OpenAPI 3.1, as `/openapi.json` gives it. Needs no database. */
export async function describeApi(config: Config): Promise<object> {
  const log = createLog("silent");
  const metrics = createMetrics({ process: false });
  const database = openDatabase({ connectionString: "postgres://nowhere", poolSize: 1, log });
  try {
    const secret = "of nobody: the description has no secret";
    const legalTexts = readLegalTexts(config, log);
    const parts = wireParts({ config, log, metrics, database, secret, legalTexts });
    const unready = () => Promise.resolve(undefined);
    const mounts = mountsOf(parts);
    const app = createApp({ config, log, metrics, version, mounts, unready });
    return app.getOpenAPI31Document(apiDescription({ config, version }));
  } finally {
    await database.close();
  }
}

function countRestarts(metrics: Metrics, embedded: EmbeddedPostgres): void {
  const help = "How often the embedded PostgreSQL was lost and started again.";
  const restarts = metrics.counter("embedded_postgres_restarts_total", help);
  metrics.onCollect(() => {
    restarts.reset();
    restarts.inc(embedded.restarts);
  });
}

/** How long the work may take to end, besides the times for requests and for jobs to drain. */
const END_WORK_WITHIN_MS = 3_000;

/** Whoever asks whether the server is ready does not wait long for the answer. */
const READY_WITHIN_MS = 1_000;

/** A Millet that answers requests. */
export interface RunningMillet extends Millet {
  readonly url: string;
  /** Says that it is unready, takes no more requests, ends those under way, closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the server with all its background work.
 * @param moreMounts routes beside the modules' own; a rehearsal measures against some
 * @throws as `openMillet`, and ConfigError if the address cannot be had
 */
export async function startMillet(
  config: Config,
  moreMounts: (platform: Platform) => readonly Mount[] = () => [],
): Promise<RunningMillet> {
  const millet = await openMillet(config);
  const { platform, accounts, settings, sales, orders, fanNotices, rehearsals } = millet;
  let draining = false;
  const endWork = async (drained: Promise<void>) => {
    // The lanes go at once to whoever takes them over: no other slow request keeps a sale waiting.
    const soldOff = orders.stop().then(() => sales.stop());
    await Promise.all([drained, soldOff, fanNotices.stop(), rehearsals.stop()]);
    await Promise.all([accounts.stop(), settings.stop()]);
    await platform.events.stop();
    await platform.jobs.stop();
    platform.mail.stop();
  };
  const stopWork = async (drained: Promise<void>) => {
    try {
      // Work that waits for a lock or a lost database is cut off with its connections.
      const patienceMs = 2 * config.drainSeconds * 1000 + END_WORK_WITHIN_MS;
      await Promise.race([endWork(drained), Bun.sleep(patienceMs)]);
    } finally {
      await millet.close();
    }
  };
  try {
    const mounts = [...mountsOf(millet), ...moreMounts(platform)];
    const app = createApp({
      config,
      log: platform.log,
      metrics: platform.metrics,
      version,
      mounts,
      unready: async () => {
        if (draining) return "the server is shutting down";
        try {
          const late = Bun.sleep(READY_WITHIN_MS).then(() => {
            throw new Error(`no answer within ${READY_WITHIN_MS} ms`);
          });
          await Promise.race([platform.database.pool.query("select 1"), late]);
          return undefined;
        } catch (error) {
          platform.log.warn({ reason: reasonOf(error) }, "not ready: the database does not answer");
          return "the database does not answer";
        }
      },
    });
    const { jobs } = platform;
    await Promise.all([jobs.start(), accounts.start(), settings.start()]);
    await Promise.all([sales.start(), rehearsals.start()]);
    orders.start();
    fanNotices.start();
    platform.events.start();
    const server = listen(app, mounts, { config, log: platform.log });
    const stop = async () => {
      draining = true;
      await Bun.sleep(config.unreadySeconds * 1000);
      await stopWork(server.drain());
    };
    return { ...millet, url: server.url, stop };
  } catch (error) {
    await stopWork(Promise.resolve());
    throw error;
  }
}
