import type { Database } from "../../../platform/database/database.ts";
import type { PersonalData } from "../commands/register-personal-data.ts";
import type { FanId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";
import { listPasskeys } from "./list-passkeys.ts";
import { findDeliveryAddress } from "./find-delivery-address.ts";

/** Everything that the installation holds of a fan, by the part that holds it. */
export async function findAccountData(
  database: Database,
  parts: readonly PersonalData[],
  fanId: FanId,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = { account: await findOwn(database, fanId) };
  for (const part of parts) found[part.name] = await part.exportFor(fanId);
  return found;
}

/** What this module itself holds; no secret, nor anything that could sign somebody in. */
async function findOwn(database: Database, fanId: FanId) {
  const accounts = accountsOf(database);
  const fan = await accounts
    .selectFrom("fans")
    .select(["id", "name", "email", "email_verified as emailVerified", "locale"])
    .select("created_at as createdAt")
    .where("id", "=", fanId)
    .executeTakeFirstOrThrow();
  const sessions = await accounts
    .selectFrom("sessions")
    .select(["created_at as createdAt", "expires_at as expiresAt"])
    .select(["ip_address as ipAddress", "user_agent as userAgent"])
    .where("fan_id", "=", fanId)
    .orderBy("created_at")
    .execute();
  const signInMethods = await accounts
    .selectFrom("sign_in_methods")
    .select(["provider_id as provider", "created_at as createdAt"])
    .where("fan_id", "=", fanId)
    .orderBy("created_at")
    .execute();
  const operator = await accounts
    .selectFrom("operators")
    .select(["role", "appointed_at as appointedAt"])
    .where("fan_id", "=", fanId)
    .executeTakeFirst();
  const passkeys = await listPasskeys(database, fanId);
  const secondFactor = await accounts
    .selectFrom("second_factors")
    .select(["created_at as createdAt", "confirmed_at as confirmedAt"])
    .where("fan_id", "=", fanId)
    .executeTakeFirst();
  const deliveryAddress = (await findDeliveryAddress(database, fanId)) ?? null;
  return {
    fan,
    sessions,
    signInMethods,
    passkeys,
    secondFactor: secondFactor ?? null,
    deliveryAddress,
    operator: operator ?? null,
  };
}
