import type { Database } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { accountFailures } from "../failures.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** @returns `session_not_found` unless it is one of the fan's own */
export async function endSession(
  database: Database,
  { fanId, id }: { readonly fanId: FanId; readonly id: string },
): Promise<Result<void>> {
  const unknown = fail(accountFailures.session_not_found, `The account has no session ${id}.`);
  if (!isUuid(id)) return unknown;
  const ended = await accountsOf(database)
    .deleteFrom("sessions")
    .where("id", "=", id)
    .where("fan_id", "=", fanId)
    .returning("id")
    .executeTakeFirst();
  return ended === undefined ? unknown : ok(undefined);
}
