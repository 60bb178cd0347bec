import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";
import { recordOperatorAction, type Actor } from "./record-operator-action.ts";

/**
 * Takes the role from an account, which stays a fan's. It counts from the next request on, because
 * operators' routes always ask the database.
 * @returns `operator_not_found`, or `last_owner` if no owner would be left.
 */
export async function removeOperator(
  platform: Pick<Platform, "database">,
  fanId: string,
  actor: Actor,
): Promise<Result<void>> {
  const unknown = fail(accountFailures.operator_not_found, `No operator has the id ${fanId}.`);
  if (!isUuid(fanId)) return unknown;
  return inTransaction(platform.database, async (tx) => {
    if (await isLastOwner(tx, fanId as FanId)) {
      return fail(accountFailures.last_owner, "Appoint another owner first.");
    }
    const removed = await accountsIn(tx)
      .deleteFrom("operators")
      .where("fan_id", "=", fanId as FanId)
      .returning("role")
      .executeTakeFirst();
    if (removed === undefined) return unknown;
    await recordOperatorAction(tx, {
      ...actor,
      action: "operator.removed",
      subject: `fan:${fanId}`,
      details: { role: removed.role },
    });
    return ok(undefined);
  });
}

/** Locks the owners, so that two of them cannot remove each other at the same time. */
export async function isLastOwner(tx: Tx, fanId: FanId): Promise<boolean> {
  const owners = await accountsIn(tx)
    .selectFrom("operators")
    .select("fan_id")
    .where("role", "=", "owner")
    .orderBy("fan_id")
    .forUpdate()
    .execute();
  return owners.length === 1 && owners[0]?.fan_id === fanId;
}
