import type { Database } from "../../../platform/database/database.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** Forgets the kept address; orders made before have copies of their own. */
export async function forgetDeliveryAddress(database: Database, fanId: FanId): Promise<void> {
  await accountsOf(database).deleteFrom("delivery_addresses").where("fan_id", "=", fanId).execute();
}
