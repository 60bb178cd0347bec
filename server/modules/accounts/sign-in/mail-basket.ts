import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { inTransaction } from "../../../platform/database/database.ts";
import type { Platform } from "../../../platform/platform.ts";
import { isOffered, preferredLocale } from "../../../platform/locales.ts";
import { mailText, type MailKind } from "./mail-texts.ts";

export interface AccountMail {
  readonly kind: MailKind;
  readonly to: string;
  readonly link: string;
  /** The fan's own language, which goes before that of the request. */
  readonly locale: unknown;
  readonly acceptLanguage: string | null | undefined;
  readonly newEmail?: string;
}

/**
 * Keeps the mails that better-auth asks for while it works and puts them into the outbox when it
 * has ended. It may hold a transaction of its own meanwhile: a second one, waited for inside of it,
 * could use up the pool, and a mail must not tell of something that was rolled back.
 */
export interface MailBasket {
  put(mail: AccountMail): void;
  /** Runs the work, then sends what it put in; nothing is sent if the work throws. */
  sendAfter<Value>(work: () => Promise<Value>): Promise<Value>;
}

export function createMailBasket(
  platform: Pick<Platform, "brand" | "clock" | "database" | "mail">,
): MailBasket {
  const baskets = new AsyncLocalStorage<AccountMail[]>();
  return {
    put(mail) {
      const basket = baskets.getStore();
      if (basket === undefined) throw new Error("A mail was asked for outside of a request");
      basket.push(mail);
    },
    async sendAfter(work) {
      const basket: AccountMail[] = [];
      const value = await baskets.run(basket, work);
      if (basket.length > 0) {
        await inTransaction(platform.database, async (tx) => {
          for (const mail of basket) await platform.mail.send(tx, messageOf(mail, platform));
        });
      }
      return value;
    },
  };
}

const HOUR_MS = 3_600_000;

function messageOf(mail: AccountMail, { brand, clock }: Pick<Platform, "brand" | "clock">) {
  const { kind, to, link, newEmail } = mail;
  const sender = brand.current();
  const locale = isOffered(mail.locale, sender)
    ? mail.locale
    : preferredLocale(mail.acceptLanguage, sender);
  const content = { link, ...(newEmail === undefined ? {} : { newEmail }) };
  // A link with a token is new each time; one without is mailed to an address once an hour.
  const about = `${to}\n${link}\n${Math.floor(clock.wallMs() / HOUR_MS)}`;
  const digest = createHash("sha256").update(about).digest("hex").slice(0, 32);
  return {
    to,
    key: `accounts:${kind}:${digest}`,
    ...mailText(kind, locale, { brand: sender.name, ...content }),
  };
}
