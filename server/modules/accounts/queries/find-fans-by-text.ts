import { sql } from "kysely";
import type { Platform } from "../../../platform/platform.ts";
import { accountsOf } from "../store.ts";
import { type Fan, findFans } from "./find-fans.ts";
import { findFansByEmail } from "./find-fans-by-email.ts";

const FOUND_MOST = 1_000;

/**
 * The accounts that somebody of the staff means: by the whole address where the text is one, else
 * by a part of the name, upper or lower case. Names are in no index: this reads all accounts.
 */
export async function findFansByText(
  platform: Pick<Platform, "brand" | "database">,
  text: string,
): Promise<Map<string, Fan>> {
  if (text.includes("@")) {
    const byEmail = await findFansByEmail(platform, [text]);
    return new Map([...byEmail.values()].map((fan) => [fan.id, fan]));
  }
  const pattern = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const rows = await accountsOf(platform.database)
    .selectFrom("fans")
    .select("id")
    .where(sql<boolean>`name ilike ${pattern}`)
    .limit(FOUND_MOST)
    .execute();
  return findFans(
    platform,
    rows.map(({ id }) => id),
  );
}
