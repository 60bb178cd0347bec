import type { Database } from "../../../platform/database/database.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import { accountsOf } from "../store.ts";

/** An API key without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** All API keys, the newest first. */
export async function listApiKeys(database: Database): Promise<ApiKey[]> {
  return accountsOf(database)
    .selectFrom("api_keys")
    .select(["id", "name", "role", "created_at as createdAt", "expires_at as expiresAt"])
    .select(["last_used_at as lastUsedAt", "revoked_at as revokedAt"])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}
