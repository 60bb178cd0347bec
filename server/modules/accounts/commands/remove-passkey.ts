import { inTransaction, type Database } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { accountFailures } from "../failures.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";
import { findProof } from "../queries/find-proof.ts";

/**
 * Takes a passkey from an account. Who has a role gives up a passkey that counts as a second factor
 * only in a session that has proven one: otherwise the mailbox alone could take it away.
 * @returns `passkey_not_found`, or `second_factor_missing`
 */
export async function removePasskey(
  database: Database,
  passkey: { readonly fanId: FanId; readonly sessionId: string; readonly id: string },
): Promise<Result<void>> {
  const { fanId, sessionId, id } = passkey;
  const unknown = fail(accountFailures.passkey_not_found, `The account has no passkey ${id}.`);
  if (!isUuid(id)) return unknown;
  return inTransaction(database, async (tx) => {
    const accounts = accountsIn(tx);
    const found = await accounts
      .selectFrom("passkeys")
      .select("second_factor")
      .where("id", "=", id)
      .where("fan_id", "=", fanId)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) return unknown;
    const { isOperator, isProven } = await findProof(tx, fanId, sessionId);
    if (found.second_factor && isOperator && !isProven) {
      const detail = "Prove your second factor in this session first.";
      return fail(accountFailures.second_factor_missing, detail);
    }
    await accounts.deleteFrom("passkeys").where("id", "=", id).execute();
    return ok(undefined);
  });
}
