import { sql } from "kysely";
import { type Database, inTransaction } from "../../../platform/database/database.ts";
import { findProof } from "../queries/find-proof.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn, accountsOf } from "../store.ts";

/**
 * Lets a new passkey count as a second factor, and its session as proven, if it was added by an
 * operator in a session that has proven one already, or as the account's first. A passkey that was
 * added with nothing but the mailbox, or before the account had a role, proves no more than that.
 * Call it only for a passkey that has verified its holder by a finger, a face or a PIN.
 */
export async function markPasskey(
  database: Database,
  added: {
    readonly fanId: FanId;
    readonly passkeyId: string;
    readonly sessionId: string;
    readonly at: Date;
  },
): Promise<void> {
  const { fanId, passkeyId, sessionId, at } = added;
  await inTransaction(database, async (tx) => {
    const accounts = accountsIn(tx);
    const { isOperator, hasSecondFactor, isProven } = await findProof(tx, fanId, sessionId);
    if (!isOperator || (hasSecondFactor && !isProven)) return;
    await accounts
      .updateTable("passkeys")
      .set({ second_factor: true })
      .where("id", "=", passkeyId)
      .execute();
    await accounts
      .updateTable("sessions")
      .set({ second_factor_at: at })
      .where("id", "=", sessionId)
      .execute();
  });
}

/** Marks a session that a passkey began, if the passkey counts and has verified its holder. */
export async function proveSession(
  database: Database,
  proof: { readonly sessionId: string; readonly credentialId: string; readonly at: Date },
): Promise<void> {
  const { sessionId, credentialId, at } = proof;
  await accountsOf(database)
    .updateTable("sessions")
    .set({ second_factor_at: at })
    .where("id", "=", sessionId)
    .where(
      sql<boolean>`exists (
        select from accounts.passkeys
        where credential_id = ${credentialId} and second_factor
          and passkeys.fan_id = sessions.fan_id
      )`,
    )
    .execute();
}
