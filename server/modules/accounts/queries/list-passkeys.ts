import type { Database } from "../../../platform/database/database.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

export interface Passkey {
  readonly id: string;
  readonly name: string | null;
  /** Whether a sign-in with it proves a second factor, too. */
  readonly secondFactor: boolean;
  readonly createdAt: Date;
}

export async function listPasskeys(database: Database, fanId: FanId): Promise<Passkey[]> {
  return accountsOf(database)
    .selectFrom("passkeys")
    .select(["id", "name", "second_factor as secondFactor", "created_at as createdAt"])
    .where("fan_id", "=", fanId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}
