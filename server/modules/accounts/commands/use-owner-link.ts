import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { findFirstOwner, type Owner } from "../queries/find-first-owner.ts";
import type { FanId, OperatorId } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";
import { hashOfSecret } from "./create-api-key.ts";
import { recordOperatorAction } from "./record-operator-action.ts";

/**
 * Uses an owner's link up and names the account to sign in: the first owner's, or a new one.
 * @returns `owner_link_invalid` if it was used before, is too old or never existed.
 */
export async function useOwnerLink(
  platform: Pick<Platform, "database" | "clock">,
  token: string,
  requestId: string,
): Promise<Result<FanId>> {
  const now = new Date(platform.clock.wallMs());
  return inTransaction(platform.database, async (tx) => {
    const used = await accountsIn(tx)
      .deleteFrom("owner_links")
      .where("token_hash", "=", hashOfSecret(token))
      .returning("expires_at")
      .executeTakeFirst();
    if (used === undefined || used.expires_at <= now) {
      const detail = "Restart the server or ask its operator for a new link.";
      return fail(accountFailures.owner_link_invalid, detail);
    }
    const owner = (await findFirstOwner(accountsIn(tx))) ?? (await createOwner(tx, now));
    await recordOperatorAction(tx, {
      operator: { id: owner.id as string as OperatorId, role: "owner", name: owner.name },
      action: "owner_link.used",
      subject: `fan:${owner.id}`,
      requestId,
    });
    return ok(owner.id);
  });
}

/**
 * The owner has no mailbox yet. The address ends in `.invalid` (RFC 2606), so that no mail ever
 * arrives there, and cannot be guessed, so that nobody signs up with it beforehand.
 */
async function createOwner(tx: Tx, now: Date): Promise<Owner> {
  const id = newId<"fan">();
  const email = `owner-${id.slice(-12)}@millet.invalid`;
  const name = "Owner";
  const row = { id, name, email, email_verified: false, locale: null };
  await accountsIn(tx).insertInto("fans").values(row).execute();
  await accountsIn(tx)
    .insertInto("operators")
    .values({ fan_id: id, role: "owner", appointed_at: now })
    .execute();
  return { id, name };
}
