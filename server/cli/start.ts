import { parseArgs } from "node:util";
import { sql } from "kysely";
import { type Millet, startMillet } from "../main.ts";
import { cliOperator } from "../modules/accounts/index.ts";
import type { Config } from "../platform/config.ts";
import { inTransaction } from "../platform/database/database.ts";
import { loadSampleBrand } from "./sample-brand.ts";
import type { Print } from "./print.ts";

/** A second signal does not wait any longer. */
const FORCED_EXIT_CODE = 130;

/** On Ctrl-C the terminal signals us, and npm passes it on: so close together they are one. */
const SAME_SIGNAL_MS = 500;

/**
 * `start [--empty]`: runs the server until it is told to stop (SIGINT, SIGTERM).
 * @returns the exit code
 */
export async function startCommand(
  args: readonly string[],
  config: Config,
  print: Print,
): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { empty: { type: "boolean", default: false } },
    strict: true,
  });
  endOnBugs();
  const startedAt = performance.now();
  const stopped = stopSignal();
  const millet = await startMillet(config);
  try {
    for (const notice of millet.notices) print(notice);
    if (!values.empty) {
      const loaded = await loadSampleBrandOnce(millet);
      if (loaded.length > 0) print(`Loaded a sample brand with ${loaded.length} products.`);
    }
    const ownerLink = await millet.accounts.createOwnerLink();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    print(`Millet runs on ${millet.url} (ready in ${seconds} s)`);
    print(`  sign in as the owner, once, within 15 minutes: ${ownerLink.url}`);
    print(`  console:       ${millet.url}/console`);
    print(`  API reference: ${millet.url}/docs/api`);
    if (config.environment === "development" && config.smtpUrl === undefined) {
      print(`  sent mail:     ${millet.url}/dev/mails`);
    }
    print("  an API key for scripts: npm run cli -- keys create --role operator");
    print("Ctrl-C stops it.");
    await stopped;
    print("Stopping: requests under way are finished first.");
  } finally {
    await millet.stop();
  }
  return 0;
}

/**
 * An error that nobody caught is a bug, and what it left behind is unknown. The process ends; what
 * was acknowledged is durable, and the next start goes on from there.
 */
function endOnBugs(): void {
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      console.error(`millet: ${event}`, error);
      process.exit(1);
    });
  }
}

/** Of servers that start together on one database only the first finds it without products. */
function loadSampleBrandOnce({ platform, catalogue }: Millet) {
  return inTransaction(platform.database, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('cli.sample-brand', 0))`.execute(tx);
    return loadSampleBrand(catalogue, { operator: cliOperator });
  });
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        askedAt ??= performance.now();
        if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(FORCED_EXIT_CODE);
        resolve();
      });
    }
  });
}
