import type { Database } from "../../../platform/database/database.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** A person of the brand's staff, as other operators see them. */
export interface StaffMember {
  readonly id: FanId;
  readonly name: string;
  readonly email: string;
  readonly role: OperatorRole;
  readonly appointedAt: Date;
}

/** Everybody with a role, in the order of their names. */
export async function listOperators(database: Database): Promise<StaffMember[]> {
  return accountsOf(database)
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .select(["fans.id", "fans.name", "fans.email", "operators.role"])
    .select("operators.appointed_at as appointedAt")
    .orderBy("fans.name")
    .orderBy("fans.id")
    .execute();
}
