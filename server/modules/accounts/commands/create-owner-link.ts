import { randomBytes } from "node:crypto";
import { inTransaction } from "../../../platform/database/database.ts";
import type { Platform } from "../../../platform/platform.ts";
import { cliOperator } from "../sessions/identities.ts";
import { ownerPageUrl } from "../sign-in/links.ts";
import { accountsIn } from "../store.ts";
import { hashOfSecret } from "./create-api-key.ts";
import { recordOperatorAction } from "./record-operator-action.ts";

/** Long enough to copy it from a terminal, short enough for a log that others read later. */
const VALID_FOR_MS = 15 * 60_000;

export interface OwnerLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/**
 * Makes a link that signs in as the owner: once, for a quarter of an hour. The database keeps only
 * its SHA-256. Whoever may start the server may print it; nobody else can.
 */
export async function createOwnerLink(
  platform: Pick<Platform, "database" | "clock" | "config">,
): Promise<OwnerLink> {
  const token = randomBytes(32).toString("base64url");
  const now = new Date(platform.clock.wallMs());
  const expiresAt = new Date(now.getTime() + VALID_FOR_MS);
  await inTransaction(platform.database, async (tx) => {
    const accounts = accountsIn(tx);
    await accounts.deleteFrom("owner_links").where("expires_at", "<=", now).execute();
    await accounts
      .insertInto("owner_links")
      .values({ token_hash: hashOfSecret(token), expires_at: expiresAt })
      .execute();
    await recordOperatorAction(tx, {
      operator: cliOperator,
      action: "owner_link.created",
      subject: "role:owner",
      details: { expiresAt },
    });
  });
  return { url: ownerPageUrl(platform.config.baseUrl, token), expiresAt };
}
