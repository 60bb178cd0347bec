import type { Database } from "../../../platform/database/database.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** Ends all of the fan's sessions but this one. @returns how many there were */
export async function endOtherSessions(
  database: Database,
  { fanId, sessionId }: { readonly fanId: FanId; readonly sessionId: string },
): Promise<number> {
  const ended = await accountsOf(database)
    .deleteFrom("sessions")
    .where("fan_id", "=", fanId)
    .where("id", "<>", sessionId)
    .returning("id")
    .execute();
  return ended.length;
}
