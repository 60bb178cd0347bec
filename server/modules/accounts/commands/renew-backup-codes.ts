import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { accountFailures } from "../failures.ts";
import { findProof } from "../queries/find-proof.ts";
import type { SecondFactorDeps, SessionOfFan } from "./check-code.ts";
import { replaceBackupCodes } from "./confirm-enrolment.ts";

/** @returns ten new codes for paper; `second_factor_not_set_up` or `second_factor_missing` */
export async function renewBackupCodes(
  deps: SecondFactorDeps,
  { fanId, sessionId }: SessionOfFan,
): Promise<Result<readonly string[]>> {
  return inTransaction(deps.platform.database, async (tx) => {
    const proof = await findProof(tx, fanId, sessionId);
    if (!proof.hasCodes) {
      return fail(accountFailures.second_factor_not_set_up, "There is no app to stand in for.");
    }
    if (!proof.isProven) {
      return fail(accountFailures.second_factor_missing, "Enter a code in this session first.");
    }
    return ok(await replaceBackupCodes(tx, deps, fanId));
  });
}
