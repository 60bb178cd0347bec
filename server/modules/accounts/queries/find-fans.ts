import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import { offeredLocale, type Locale } from "../../../platform/locales.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn, accountsOf } from "../store.ts";

/** A fan's account, as other modules need it to write to the fan. */
export interface Fan {
  readonly id: FanId;
  readonly name: string;
  readonly email: string;
  /** In which the fan is written to: one that the site offers. */
  readonly locale: Locale;
  readonly createdAt: Date;
}

/** The fans that exist among these; an erased account is missing in the answer. */
export async function findFans(
  { brand, database }: Pick<Platform, "brand" | "database">,
  ids: readonly string[],
  tx?: Tx,
): Promise<Map<string, Fan>> {
  if (ids.length === 0) return new Map();
  const rows = await (tx === undefined ? accountsOf(database) : accountsIn(tx))
    .selectFrom("fans")
    .select(["id", "name", "email", "locale", "created_at as createdAt"])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  const offered = brand.current();
  return new Map(
    rows.map((row) => [row.id, { ...row, locale: offeredLocale(row.locale, offered) }]),
  );
}
