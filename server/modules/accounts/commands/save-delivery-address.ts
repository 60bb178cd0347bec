import type { Tx } from "../../../platform/database/database.ts";
import type { DeliveryAddress } from "../schema.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";

/**
 * Keeps the address for the fan's next order, instead of the one before.
 * @returns false where the account is no more: another browser's cookie may be believed for minutes
 */
export async function saveDeliveryAddress(
  tx: Tx,
  fanId: FanId,
  address: DeliveryAddress,
  now: Date,
): Promise<boolean> {
  const fan = await accountsIn(tx)
    .selectFrom("fans")
    .select("id")
    .where("id", "=", fanId)
    .forKeyShare()
    .executeTakeFirst();
  if (fan === undefined) return false;
  const { postalCode, ...same } = address;
  const row = { ...same, postal_code: postalCode, updated_at: now };
  await accountsIn(tx)
    .insertInto("delivery_addresses")
    .values({ fan_id: fanId, ...row })
    .onConflict((conflict) => conflict.column("fan_id").doUpdateSet(row))
    .execute();
  return true;
}
