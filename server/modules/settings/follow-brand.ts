import type { Platform } from "../../platform/platform.ts";
import { findSettings } from "./queries/find-settings.ts";
import { brandFrom, settingsOf } from "./store.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Keeps the platform's brand as the database has it. Whoever changes it tells this server at once;
 * what other servers change is seen here within two seconds, by a look at one number.
 */
export class BrandFollower {
  private readonly platform: Pick<Platform, "brand" | "config" | "database" | "log">;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(platform: Pick<Platform, "brand" | "config" | "database" | "log">) {
    this.platform = platform;
  }

  /** Knows the brand when it resolves, and follows it from then on. */
  async start(): Promise<void> {
    await this.look();
    if (!this.stopping) this.follow();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private follow(): void {
    this.timer = setTimeout(() => {
      this.running = this.lookAgain().finally(() => {
        if (!this.stopping) this.follow();
      });
    }, LOOK_EVERY_MS);
  }

  private async lookAgain(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.platform.log.warn({ err: error }, "could not look for changed settings");
    }
  }

  private async look(): Promise<void> {
    const { brand, database } = this.platform;
    const { version } = await settingsOf(database)
      .selectFrom("brand")
      .select("version")
      .executeTakeFirstOrThrow();
    if (version > brand.current().version) {
      brand.learn(brandFrom(await findSettings(this.platform)));
    }
  }
}
