import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { accountsIn } from "../store.ts";
import { recordOperatorAction, type Actor } from "./record-operator-action.ts";

/**
 * Ends an API key at once. Revoking it again succeeds and changes nothing.
 * @returns `api_key_not_found` for an unknown id.
 */
export async function revokeApiKey(
  platform: Pick<Platform, "database" | "clock">,
  id: string,
  actor: Actor,
): Promise<Result<void>> {
  const unknown = fail(accountFailures.api_key_not_found, `No API key has the id ${id}.`);
  if (!isUuid(id)) return unknown;
  return inTransaction(platform.database, async (tx) => {
    const key = await accountsIn(tx)
      .selectFrom("api_keys")
      .select(["name", "role", "revoked_at"])
      .where("id", "=", id)
      .forUpdate()
      .executeTakeFirst();
    if (key === undefined) return unknown;
    if (key.revoked_at !== null) return ok(undefined);
    await accountsIn(tx)
      .updateTable("api_keys")
      .set({ revoked_at: new Date(platform.clock.wallMs()) })
      .where("id", "=", id)
      .execute();
    await recordOperatorAction(tx, {
      ...actor,
      action: "api_key.revoked",
      subject: `api_key:${id}`,
      details: { name: key.name, role: key.role },
    });
    return ok(undefined);
  });
}
