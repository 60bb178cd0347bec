import { sql } from "kysely";
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
  /** Whether the account has codes, or a passkey that counts. */
  readonly hasSecondFactor: boolean;
}

/** A condition on `fans.id`. */
export const hasSecondFactor = sql<boolean>`(
  exists (
    select from accounts.second_factors
    where fan_id = fans.id and confirmed_at is not null
  ) or exists (
    select from accounts.passkeys where fan_id = fans.id and second_factor
  )
)`;

/** Everybody with a role, in the order of their names. */
export async function listOperators(database: Database): Promise<StaffMember[]> {
  return accountsOf(database)
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .select(["fans.id", "fans.name", "fans.email", "operators.role"])
    .select(["operators.appointed_at as appointedAt", hasSecondFactor.as("hasSecondFactor")])
    .orderBy("fans.name")
    .orderBy("fans.id")
    .execute();
}
