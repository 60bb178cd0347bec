import type { Database } from "../../../platform/database/database.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** One browser in which a fan is signed in; its token stays in the table. */
export interface FanSessionRow {
  readonly id: string;
  readonly userAgent: string | null;
  readonly clientAddress: string | null;
  readonly signedInAt: Date;
  /** To the day: a session is written again once a day. */
  readonly lastSeenAt: Date;
}

/** The fan's sessions that have not run out, the newest first. */
export async function listSessions(
  database: Database,
  fanId: FanId,
  now: Date,
): Promise<FanSessionRow[]> {
  return accountsOf(database)
    .selectFrom("sessions")
    .select(["id", "user_agent as userAgent", "ip_address as clientAddress"])
    .select(["created_at as signedInAt", "updated_at as lastSeenAt"])
    .where("fan_id", "=", fanId)
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();
}
