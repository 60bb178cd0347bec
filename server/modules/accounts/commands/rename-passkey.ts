import type { Database } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { accountFailures } from "../failures.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** @returns `passkey_not_found` unless the fan's own account has it */
export async function renamePasskey(
  database: Database,
  passkey: { readonly fanId: FanId; readonly id: string; readonly name: string },
): Promise<Result<void>> {
  const { fanId, id, name } = passkey;
  const unknown = fail(accountFailures.passkey_not_found, `The account has no passkey ${id}.`);
  if (!isUuid(id)) return unknown;
  const renamed = await accountsOf(database)
    .updateTable("passkeys")
    .set({ name })
    .where("id", "=", id)
    .where("fan_id", "=", fanId)
    .returning("id")
    .executeTakeFirst();
  return renamed === undefined ? unknown : ok(undefined);
}
