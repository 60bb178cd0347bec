import { sql } from "kysely";
import type { Platform } from "../../../platform/platform.ts";
import { accountsOf } from "../store.ts";
import { type Fan, findFans } from "./find-fans.ts";

/** The fans who have accounts by these addresses, by the address in lower case. */
export async function findFansByEmail(
  platform: Pick<Platform, "brand" | "database">,
  emails: readonly string[],
): Promise<Map<string, Fan>> {
  const addresses = emails.map((email) => email.toLowerCase());
  const rows = await accountsOf(platform.database)
    .selectFrom("fans")
    .select("id")
    .where(sql<boolean>`email = any(${addresses}::text[])`)
    .execute();
  const fans = await findFans(
    platform,
    rows.map(({ id }) => id),
  );
  return new Map([...fans.values()].map((fan) => [fan.email, fan]));
}
