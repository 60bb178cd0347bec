import { inTransaction, type Database, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { accountFailures } from "../failures.ts";
import { findFirstOwner } from "../queries/find-first-owner.ts";
import { findProof } from "../queries/find-proof.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn, accountsOf } from "../store.ts";
import type { SessionOfFan } from "./check-code.ts";
import { recordOperatorAction, type Actor } from "./record-operator-action.ts";

/**
 * An operator gives up the own second factor, in a session that has proven it.
 * @returns `second_factor_not_set_up` or `second_factor_missing`
 */
export async function removeOwnSecondFactor(
  database: Database,
  { fanId, sessionId }: SessionOfFan,
  actor: Actor,
): Promise<Result<void>> {
  return inTransaction(database, async (tx) => {
    const proof = await findProof(tx, fanId, sessionId);
    if (!proof.hasSecondFactor) {
      return fail(accountFailures.second_factor_not_set_up, "There is nothing to remove.");
    }
    if (!proof.isProven) {
      return fail(accountFailures.second_factor_missing, "Enter a code in this session first.");
    }
    await removeIn(tx, fanId, actor);
    return ok(undefined);
  });
}

/**
 * An owner, or whoever may start the server, takes the second factor from an operator who has lost
 * it. The operator sets up another one with the next sign-in; all sessions have to.
 * @returns `operator_not_found`
 */
export async function resetSecondFactor(
  database: Database,
  fanId: string,
  actor: Actor,
): Promise<Result<void>> {
  const unknown = fail(accountFailures.operator_not_found, `No operator has the id ${fanId}.`);
  if (!isUuid(fanId)) return unknown;
  return inTransaction(database, async (tx) => {
    const operator = await accountsIn(tx)
      .selectFrom("operators")
      .select("fan_id")
      .where("fan_id", "=", fanId as FanId)
      .forUpdate()
      .executeTakeFirst();
    if (operator === undefined) return unknown;
    await removeIn(tx, operator.fan_id, actor);
    return ok(undefined);
  });
}

/**
 * The same for the owner whom the owner's link signs in, who may have no mailbox at all.
 * @returns `operator_not_found` if there is no owner yet
 */
export async function resetOwnerSecondFactor(
  database: Database,
  actor: Actor,
): Promise<Result<void>> {
  const owner = await findFirstOwner(accountsOf(database));
  return resetSecondFactor(database, owner?.id ?? "of the owner", actor);
}

/** Passkeys stay, but sign in only; no session stays proven. */
async function removeIn(tx: Tx, fanId: FanId, actor: Actor): Promise<void> {
  const accounts = accountsIn(tx);
  await accounts.deleteFrom("second_factors").where("fan_id", "=", fanId).execute();
  await accounts
    .updateTable("passkeys")
    .set({ second_factor: false })
    .where("fan_id", "=", fanId)
    .execute();
  await accounts
    .updateTable("sessions")
    .set({ second_factor_at: null })
    .where("fan_id", "=", fanId)
    .execute();
  const subject = `fan:${fanId}`;
  await recordOperatorAction(tx, { ...actor, action: "second_factor.removed", subject });
}
