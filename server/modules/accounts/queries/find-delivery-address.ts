import type { Database } from "../../../platform/database/database.ts";
import type { DeliveryAddress } from "../schema.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** Where the fan's last order went, or what the fan saved since; undefined when neither is. */
export async function findDeliveryAddress(
  database: Database,
  fanId: FanId,
): Promise<DeliveryAddress | undefined> {
  return accountsOf(database)
    .selectFrom("delivery_addresses")
    .select(["name", "line1", "line2", "city", "region"])
    .select(["postal_code as postalCode", "country", "phone"])
    .where("fan_id", "=", fanId)
    .executeTakeFirst();
}
