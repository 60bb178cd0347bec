import type { Database } from "../../../platform/database/database.ts";
import type { FanId, Operator, OperatorId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** The operator behind a fan's account, if it has a role; asked at every request of an operator. */
export async function findOperator(
  database: Database,
  fanId: FanId,
): Promise<Operator | undefined> {
  const row = await accountsOf(database)
    .selectFrom("operators")
    .innerJoin("fans", "fans.id", "operators.fan_id")
    .select(["operators.role", "fans.name"])
    .where("operators.fan_id", "=", fanId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: fanId as string as OperatorId, role: row.role, name: row.name, kind: "person" };
}
