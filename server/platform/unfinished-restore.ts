import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config.ts";

/** Stands in the data folder while a backup is being restored into it. */
export const UNFINISHED_RESTORE = "restore-unfinished";

/** @throws ConfigError if a restore into the data folder was cut off, or is under way */
export function refuseUnfinishedRestore(dataDir: string): void {
  if (!existsSync(join(dataDir, UNFINISHED_RESTORE))) return;
  throw new ConfigError(
    `DATA_DIR: a restore into ${dataDir} has not ended: wait for it, or remove the folder and restore again`,
  );
}
