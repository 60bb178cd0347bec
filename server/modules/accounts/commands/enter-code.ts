import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import type { Result } from "../../../platform/failure.ts";
import { accountsIn } from "../store.ts";
import { checkCode, type SecondFactorDeps, type SessionOfFan } from "./check-code.ts";

/**
 * Proves the second factor in a session by a code of the app or from paper.
 * @returns what `checkCode` says
 */
export async function enterCode(
  deps: SecondFactorDeps,
  { fanId, sessionId, code }: SessionOfFan & { readonly code: string },
): Promise<Result<void>> {
  return inTransaction(deps.platform.database, async (tx) => {
    const checked = await checkCode(tx, deps, { fanId, code });
    if (checked.ok) await markProven(tx, sessionId, new Date(deps.platform.clock.wallMs()));
    return checked;
  });
}

export async function markProven(tx: Tx, sessionId: string, at: Date): Promise<void> {
  await accountsIn(tx)
    .updateTable("sessions")
    .set({ second_factor_at: at })
    .where("id", "=", sessionId)
    .execute();
}
