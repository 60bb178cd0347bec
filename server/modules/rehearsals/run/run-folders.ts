import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { removeEmbeddedPostgres } from "../../../platform/database/embedded-postgres-removal.ts";

const SERVER_LOG_CHARACTERS = 4_000;

/** Where rehearsals work while they run; nothing of it is needed afterwards. */
export class RunFolders {
  private readonly root: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, "rehearsals");
  }

  /** A new folder for a run, and in it one for what the run holds in passing. */
  make(id: string): { readonly folder: string; readonly scratch: string } {
    const folder = join(this.root, id);
    const scratch = join(folder, "scratch");
    mkdirSync(scratch, { recursive: true });
    return { folder, scratch };
  }

  /** The end of what the run's own server logged; undefined where it logged nothing. */
  readServerLog(id: string): string | undefined {
    const path = join(this.root, id, "server.log");
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, "utf8").trim();
    return text === "" ? undefined : text.slice(-SERVER_LOG_CHARACTERS);
  }

  /** Ends the database that a killed run has left, and removes all of it. */
  async remove(id: string): Promise<void> {
    const folder = join(this.root, id);
    const scratch = join(folder, "scratch");
    if (existsSync(scratch)) {
      for (const name of readdirSync(scratch)) await removeEmbeddedPostgres(join(scratch, name));
    }
    rmSync(folder, { recursive: true, force: true });
  }

  /** What earlier servers left behind. */
  async removeAll(): Promise<void> {
    if (!existsSync(this.root)) return;
    for (const id of readdirSync(this.root)) await this.remove(id);
  }
}
