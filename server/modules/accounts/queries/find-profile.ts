import type { Database } from "../../../platform/database/database.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** What a fan has told of themself, and whether there is a password. */
export interface Profile {
  readonly name: string;
  readonly email: string;
  /** In which mails are written; null where nobody chose one. */
  readonly locale: string | null;
  readonly hasPassword: boolean;
}

/** What better-auth calls a password among the ways to sign in. */
const PASSWORD = "credential";

export async function findProfile(database: Database, fanId: FanId): Promise<Profile | undefined> {
  const tables = accountsOf(database);
  const fan = await tables
    .selectFrom("fans")
    .select(["name", "email", "locale"])
    .where("id", "=", fanId)
    .executeTakeFirst();
  if (fan === undefined) return undefined;
  const password = await tables
    .selectFrom("sign_in_methods")
    .select("fan_id")
    .where("fan_id", "=", fanId)
    .where("provider_id", "=", PASSWORD)
    .executeTakeFirst();
  return { ...fan, hasPassword: password !== undefined };
}
