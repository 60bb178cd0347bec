import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import type { FanId, Operator, OperatorId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

export interface FoundOperator {
  readonly operator: Operator;
  readonly hasCodes: boolean;
  readonly isProven: boolean;
}

/**
 * The operator behind a fan's account, if it has a role, and what was proven in this session; asked
 * at every request of an operator.
 */
export async function findOperator(
  database: Database,
  fanId: FanId,
  sessionId: string,
): Promise<FoundOperator | undefined> {
  const row = await accountsOf(database)
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .leftJoin("second_factors", "second_factors.fan_id", "operators.fan_id")
    .select(["operators.role", "fans.name", "second_factors.confirmed_at"])
    .select(
      sql<boolean>`exists (
        select from accounts.sessions
        where id = ${sessionId} and fan_id = ${fanId} and second_factor_at is not null
      )`.as("isProven"),
    )
    .where("operators.fan_id", "=", fanId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { role, name, isProven } = row;
  const id = fanId as string as OperatorId;
  const hasCodes = row.confirmed_at !== null;
  return { operator: { id, role, name, kind: "person" }, hasCodes, isProven };
}
