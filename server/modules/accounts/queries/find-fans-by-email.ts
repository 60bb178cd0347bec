import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import { accountsOf } from "../store.ts";
import { type Fan, findFans } from "./find-fans.ts";

/** The fans who have accounts by these addresses, by the address in lower case. */
export async function findFansByEmail(
  database: Database,
  emails: readonly string[],
): Promise<Map<string, Fan>> {
  const addresses = emails.map((email) => email.toLowerCase());
  const rows = await accountsOf(database)
    .selectFrom("fans")
    .select("id")
    .where(sql<boolean>`email = any(${addresses}::text[])`)
    .execute();
  const fans = await findFans(
    database,
    rows.map(({ id }) => id),
  );
  return new Map([...fans.values()].map((fan) => [fan.email, fan]));
}
