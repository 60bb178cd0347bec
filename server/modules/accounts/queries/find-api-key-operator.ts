import { timingSafeEqual } from "node:crypto";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Platform } from "../../../platform/platform.ts";
import { hashOfSecret } from "../commands/create-api-key.ts";
import { accountFailures } from "../failures.ts";
import { apiKeyState, bearerTokenOf, parseApiKeyToken } from "../rules/api-key-tokens.ts";
import type { Operator, OperatorId } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** A use is noted once a minute, so that a busy key does not write at each request. */
const NOTED_EVERY_MS = 60_000;

const UNKNOWN = fail(accountFailures.api_key_invalid, "Send `Authorization: Bearer millet_…`.");

/**
 * The operator as which an `Authorization` header acts.
 * @returns `api_key_invalid`; only who holds the right token learns more: `api_key_revoked` or
 * `api_key_expired`.
 */
export async function findApiKeyOperator(
  platform: Pick<Platform, "database" | "clock">,
  authorization: string,
): Promise<Result<Operator>> {
  const token = parseApiKeyToken(bearerTokenOf(authorization) ?? "");
  if (token === undefined) return UNKNOWN;
  const accounts = accountsOf(platform.database);
  const key = await accounts
    .selectFrom("api_keys")
    .select(["id", "name", "role", "secret_hash", "last_used_at"])
    .select(["expires_at as expiresAt", "revoked_at as revokedAt"])
    .where("id", "=", token.id)
    .executeTakeFirst();
  if (key === undefined || !timingSafeEqual(key.secret_hash, hashOfSecret(token.secret))) {
    return UNKNOWN;
  }
  const nowMs = platform.clock.wallMs();
  const state = apiKeyState(key, nowMs);
  if (state === "revoked") return fail(accountFailures.api_key_revoked, "Ask for a new key.");
  if (state === "expired") return fail(accountFailures.api_key_expired, "Ask for a new key.");
  if (nowMs - (key.last_used_at?.getTime() ?? 0) >= NOTED_EVERY_MS) {
    await accounts
      .updateTable("api_keys")
      .set({ last_used_at: new Date(nowMs) })
      .where("id", "=", key.id)
      .execute();
  }
  return ok({ id: key.id as OperatorId, role: key.role, name: key.name, kind: "api_key" });
}
