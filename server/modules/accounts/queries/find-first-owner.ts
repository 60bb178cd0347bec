import type { Kysely } from "kysely";
import type { FanId } from "../sessions/identities.ts";
import type { AccountsTables } from "../store.ts";

export interface Owner {
  readonly id: FanId;
  readonly name: string;
}

/** Whom the owner's link signs in: the owner who was appointed first. */
export async function findFirstOwner(accounts: Kysely<AccountsTables>): Promise<Owner | undefined> {
  return accounts
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .select(["fans.id", "fans.name"])
    .where("operators.role", "=", "owner")
    .orderBy("operators.appointed_at")
    .orderBy("fans.id")
    .executeTakeFirst();
}
