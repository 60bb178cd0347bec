import { randomBytes } from "node:crypto";
import { inTransaction } from "../../../platform/database/database.ts";
import { offeredLocale } from "../../../platform/locales.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { FanId } from "../sessions/identities.ts";
import { erasePageUrl } from "../sign-in/links.ts";
import { mailText } from "../sign-in/mail-texts.ts";
import { accountsIn } from "../store.ts";
import { hashOfSecret } from "./create-api-key.ts";

const VALID_FOR_MS = 3_600_000;

/**
 * Mails a link without which the account cannot be erased: a session that was stolen or left open
 * is not enough for what cannot be undone. A link that was mailed before counts no more.
 */
export async function askForErasure(
  platform: Pick<Platform, "brand" | "clock" | "config" | "database" | "mail">,
  fanId: FanId,
): Promise<void> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(platform.clock.wallMs() + VALID_FOR_MS);
  await inTransaction(platform.database, async (tx) => {
    const accounts = accountsIn(tx);
    const fan = await accounts
      .selectFrom("fans")
      .select(["email", "locale"])
      .where("id", "=", fanId)
      .executeTakeFirst();
    if (fan === undefined) return;
    const row = { token_hash: hashOfSecret(token), expires_at: expiresAt };
    await accounts
      .insertInto("erasure_links")
      .values({ fan_id: fanId, ...row })
      .onConflict((conflict) => conflict.column("fan_id").doUpdateSet(row))
      .execute();
    const sender = platform.brand.current();
    const locale = offeredLocale(fan.locale, sender);
    const link = erasePageUrl(platform.config.baseUrl, token);
    const key = `accounts:erase_account:${row.token_hash.toString("hex").slice(0, 32)}`;
    const text = mailText("erase_account", locale, { brand: sender.name, link });
    await platform.mail.send(tx, { to: fan.email, key, ...text });
  });
}
