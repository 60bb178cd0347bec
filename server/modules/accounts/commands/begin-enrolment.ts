import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { accountFailures } from "../failures.ts";
import { findProof } from "../queries/find-proof.ts";
import { accountsIn } from "../store.ts";
import type { SecondFactorDeps, SessionOfFan } from "./check-code.ts";

/**
 * Makes the secret for an operator's app, or gives the one that this session has begun with. The
 * first second factor may be set up with the mailbox alone; a later one by who has proven the
 * first.
 * @returns the secret; `operators_only`, `second_factor_exists` or `second_factor_missing`
 */
export async function beginEnrolment(
  { platform, codes }: SecondFactorDeps,
  { fanId, sessionId }: SessionOfFan,
): Promise<Result<string>> {
  return inTransaction(platform.database, async (tx) => {
    const proof = await findProof(tx, fanId, sessionId);
    if (!proof.isOperator) {
      return fail(accountFailures.operators_only, "This account has no role of the staff.");
    }
    if (proof.hasCodes) {
      return fail(accountFailures.second_factor_exists, "Remove it first to use another app.");
    }
    if (proof.hasSecondFactor && !proof.isProven) {
      return fail(accountFailures.second_factor_missing, "Sign in with your passkey first.");
    }
    const accounts = accountsIn(tx);
    const waiting = await accounts
      .selectFrom("second_factors")
      .select("sealed_secret")
      .where("fan_id", "=", fanId)
      .where("begun_in", "=", sessionId)
      .executeTakeFirst();
    if (waiting !== undefined) return ok(codes.open(fanId, waiting.sealed_secret));
    const secret = codes.newSecret();
    const now = new Date(platform.clock.wallMs());
    const row = {
      sealed_secret: codes.seal(fanId, secret),
      begun_in: sessionId,
      last_step: 0,
      wrong_tries: 0,
      tries_since: now,
      created_at: now,
    };
    await accounts
      .insertInto("second_factors")
      .values({ fan_id: fanId, confirmed_at: null, ...row })
      .onConflict((conflict) => conflict.column("fan_id").doUpdateSet(row))
      .execute();
    return ok(secret);
  });
}
