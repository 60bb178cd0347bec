import { existsSync, realpathSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findRunningServer, immediateShutdown, stopServer } from "./embedded-postgres-process.ts";

/**
 * Removes a data folder that nobody needs any more: ends the PostgreSQL that still runs in it, and
 * removes its database, too, where that is kept elsewhere because PostgreSQL's own account could
 * not reach the folder.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const link = join(dataDir, "postgres");
  if (existsSync(link)) {
    const cluster = realpathSync(link);
    const running = findRunningServer(cluster);
    if (running !== undefined) await stopServer(running.pid, cluster, immediateShutdown);
    // Elsewhere the cluster has a folder of its own, with its socket's beside it.
    const home = dirname(cluster);
    if (home !== realpathSync(dataDir) && basename(cluster) === "postgres") {
      rmSync(home, { recursive: true, force: true });
    }
  }
  rmSync(dataDir, { recursive: true, force: true });
}
