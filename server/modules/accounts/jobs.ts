import type { Platform } from "../../platform/platform.ts";
import { accountsOf } from "./store.ts";

/** Sessions and mailed tokens that are over are of no use to anybody, and tell of people. */
export function defineAccountJobs(platform: Pick<Platform, "clock" | "database" | "jobs">): void {
  platform.jobs.define("accounts.prune-sessions", { cron: "10 * * * *" }, async () => {
    const now = new Date(platform.clock.wallMs());
    const accounts = accountsOf(platform.database);
    await accounts.deleteFrom("sessions").where("expires_at", "<=", now).execute();
    await accounts.deleteFrom("verifications").where("expires_at", "<=", now).execute();
    await accounts.deleteFrom("erasure_links").where("expires_at", "<=", now).execute();
    await accounts.deleteFrom("owner_links").where("expires_at", "<=", now).execute();
  });
}
