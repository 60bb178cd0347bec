import type { Platform } from "../../../platform/platform.ts";
import { type BrandSettings, settingsFrom, settingsOf } from "../store.ts";

/** The settings as they are in the database now. */
export async function findSettings(
  platform: Pick<Platform, "config" | "database">,
): Promise<BrandSettings> {
  const row = await settingsOf(platform.database)
    .selectFrom("brand")
    .selectAll()
    .executeTakeFirstOrThrow();
  return settingsFrom(row, platform);
}
