import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { accountFailures } from "../failures.ts";
import { findProof } from "../queries/find-proof.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";
import { checkCode, type SecondFactorDeps, type SessionOfFan } from "./check-code.ts";
import { markProven } from "./enter-code.ts";
import { type Actor, recordOperatorAction } from "./record-operator-action.ts";

/**
 * Ends setting up an app by its first code; from now on codes are asked for in each new session.
 * @returns ten codes for paper, shown only now; else what `checkCode` says
 */
export async function confirmEnrolment(
  deps: SecondFactorDeps,
  { fanId, sessionId, code }: SessionOfFan & { readonly code: string },
  actor: Actor,
): Promise<Result<readonly string[]>> {
  const now = new Date(deps.platform.clock.wallMs());
  return inTransaction(deps.platform.database, async (tx) => {
    const proof = await findProof(tx, fanId, sessionId);
    if (proof.hasSecondFactor && !proof.isProven) {
      return fail(accountFailures.second_factor_missing, "Sign in with your passkey first.");
    }
    const checked = await checkCode(tx, deps, { fanId, code, begunIn: sessionId });
    if (!checked.ok) return checked;
    await accountsIn(tx)
      .updateTable("second_factors")
      .set({ confirmed_at: now })
      .where("fan_id", "=", fanId)
      .execute();
    await markProven(tx, sessionId, now);
    const backupCodes = await replaceBackupCodes(tx, deps, fanId);
    const subject = `fan:${fanId}`;
    await recordOperatorAction(tx, { ...actor, action: "second_factor.set_up", subject });
    return ok(backupCodes);
  });
}

/** Makes new codes for paper; the ones before count no more. */
export async function replaceBackupCodes(
  tx: Tx,
  { codes }: Pick<SecondFactorDeps, "codes">,
  fanId: FanId,
): Promise<readonly string[]> {
  const made = codes.newBackupCodes();
  const accounts = accountsIn(tx);
  await accounts.deleteFrom("backup_codes").where("fan_id", "=", fanId).execute();
  await accounts
    .insertInto("backup_codes")
    .values(made.map((code) => ({ fan_id: fanId, code_hash: codes.hashBackupCode(fanId, code) })))
    .execute();
  return made;
}
