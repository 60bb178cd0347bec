import type { Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { secondsUntilNextTry, triesAt } from "../rules/second-factor.ts";
import type { FanId } from "../sessions/identities.ts";
import type { OneTimeCodes } from "../sign-in/one-time-codes.ts";
import { accountsIn } from "../store.ts";

export interface SecondFactorDeps {
  readonly platform: Pick<Platform, "clock" | "config" | "database">;
  readonly codes: OneTimeCodes;
}

/** Whose second factor it is, and in which session it is proven. */
export interface SessionOfFan {
  readonly fanId: FanId;
  readonly sessionId: string;
}

const SIX_DIGITS = /^\d{6}$/;

/**
 * Uses up a code of the app or from paper. Wrong ones are counted in the same row that the check
 * locks, so that no number of requests or servers tries more than the rule allows; the caller must
 * let the transaction commit even if the code is wrong.
 * @param tried.begunIn the session that sets the app up now; without it, it was confirmed before
 * @returns `second_factor_not_set_up`, `too_many_requests` or `second_factor_wrong`
 */
export async function checkCode(
  tx: Tx,
  { platform, codes }: SecondFactorDeps,
  tried: { readonly fanId: FanId; readonly code: string; readonly begunIn?: string },
): Promise<Result<void>> {
  const { fanId, begunIn } = tried;
  const accounts = accountsIn(tx);
  const row = await accounts
    .selectFrom("second_factors")
    .select(["sealed_secret", "last_step", "wrong_tries as wrongTries", "tries_since as since"])
    .where("fan_id", "=", fanId)
    .where("confirmed_at", begunIn === undefined ? "is not" : "is", null)
    .$if(begunIn !== undefined, (query) => query.where("begun_in", "=", begunIn ?? ""))
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) {
    const detail = "Set it up on the page /account/second-factor.";
    return fail(accountFailures.second_factor_not_set_up, detail);
  }
  const now = new Date(platform.clock.wallMs());
  const tries = triesAt(row, now);
  const retryAfterSeconds = secondsUntilNextTry(tries, now);
  if (retryAfterSeconds > 0) {
    const detail = "Too many wrong codes were entered.";
    return fail(accountFailures.too_many_requests, detail, { retryAfterSeconds });
  }
  const code = tried.code.replaceAll(/\s/g, "");
  const update = accounts.updateTable("second_factors").where("fan_id", "=", fanId);
  if (SIX_DIGITS.test(code)) {
    const secret = codes.open(fanId, row.sealed_secret);
    const nowMs = now.getTime();
    const step = await codes.findStep({ secret, code, lastStep: row.last_step, nowMs });
    if (step !== undefined) {
      await update.set({ last_step: step, wrong_tries: 0 }).execute();
      return ok(undefined);
    }
  } else if (begunIn === undefined && (await useBackupCode(tx, codes, fanId, code))) {
    await update.set({ wrong_tries: 0 }).execute();
    return ok(undefined);
  }
  await update.set({ wrong_tries: tries.wrongTries + 1, tries_since: tries.since }).execute();
  return fail(accountFailures.second_factor_wrong, "Wait for the next code, and enter that one.");
}

async function useBackupCode(
  tx: Tx,
  codes: OneTimeCodes,
  fanId: FanId,
  code: string,
): Promise<boolean> {
  const used = await accountsIn(tx)
    .deleteFrom("backup_codes")
    .where("fan_id", "=", fanId)
    .where("code_hash", "=", codes.hashBackupCode(fanId, code))
    .returning("fan_id")
    .executeTakeFirst();
  return used !== undefined;
}
