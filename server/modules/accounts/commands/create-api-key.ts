import { createHash, randomBytes } from "node:crypto";
import { inTransaction } from "../../../platform/database/database.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { ApiKey } from "../queries/list-api-keys.ts";
import { formatApiKeyToken } from "../rules/api-key-tokens.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import { accountsIn } from "../store.ts";
import { recordOperatorAction, type Actor } from "./record-operator-action.ts";

export interface NewApiKey {
  readonly name: string;
  readonly role: OperatorRole;
  /** Undefined for a key without an end. */
  readonly days?: number | undefined;
}

export interface CreatedApiKey {
  readonly key: ApiKey;
  /** Shown once: the database keeps only its SHA-256. */
  readonly token: string;
}

const DAY_MS = 86_400_000;

/** Makes an API key with an operator's role and records it in the audit log. */
export async function createApiKey(
  platform: Pick<Platform, "database" | "clock">,
  input: NewApiKey,
  actor: Actor,
): Promise<CreatedApiKey> {
  const id = newId<"apiKey">();
  const secret = randomBytes(32).toString("base64url");
  const nowMs = platform.clock.wallMs();
  const key: ApiKey = {
    id,
    name: input.name,
    role: input.role,
    createdAt: new Date(nowMs),
    expiresAt: input.days === undefined ? null : new Date(nowMs + input.days * DAY_MS),
    lastUsedAt: null,
    revokedAt: null,
  };
  await inTransaction(platform.database, async (tx) => {
    await accountsIn(tx)
      .insertInto("api_keys")
      .values({
        id,
        name: key.name,
        role: key.role,
        secret_hash: hashOfSecret(secret),
        created_at: key.createdAt,
        expires_at: key.expiresAt,
      })
      .execute();
    const details = { name: key.name, role: key.role, expiresAt: key.expiresAt };
    await recordOperatorAction(tx, {
      ...actor,
      action: "api_key.created",
      subject: `api_key:${id}`,
      details,
    });
  });
  return { key, token: formatApiKeyToken({ id, secret }) };
}

/** SHA-256 is enough at rest for 256 random bits: nobody can guess what it was made of. */
export function hashOfSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
