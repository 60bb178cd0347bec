import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import { registrationLinkMail } from "../line/registration-link-mail.ts";
import { encodeRegistrationLink } from "../rules/registration-link.ts";
import { nextSaleState } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesOf } from "../store.ts";

/** Mail may be slow, and is read later than it comes. */
const LINK_SECONDS = 3_600;
/** One mail for each fan and sale in so many seconds, whatever is asked. */
const MAIL_EVERY_SECONDS = 300;

export interface MailedLink {
  readonly expiresAt: Date;
  /** From when on asking again sends another. */
  readonly nextMailAt: Date;
}

/** The key that signs these links and nothing else. */
export function registrationLinkKey({ platform }: SalesContext): Buffer {
  return platform.keys.derive("registration-link");
}

/**
 * Mails a fan the link that registers them in a sale with proof of work, for browsers without
 * JavaScript. Asked again within five minutes, nothing more is sent.
 * Failures: registration_not_open, link_not_needed, sign_in_needed.
 */
export async function mailRegistrationLink(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<MailedLink>> {
  const { clock, config, database, mail } = context.platform;
  const sale = await salesOf(database)
    .selectFrom("sales")
    .select(["kind", "state", "names", "proof_of_work_difficulty as difficulty"])
    .where("id", "=", line.saleId)
    .executeTakeFirst();
  if (sale === undefined || nextSaleState(sale.kind, sale.state, "register") === undefined) {
    const detail = `The sale is ${sale?.state ?? "gone"}.`;
    return fail(salesFailures.registration_not_open, detail, { extra: { state: sale?.state } });
  }
  if (sale.difficulty === null) {
    return fail(salesFailures.link_not_needed, "It asks for no proof of work: register directly.");
  }
  const fan = (await context.accounts.findFans([fanId])).get(fanId);
  if (fan === undefined) return fail(salesFailures.sign_in_needed, "This account is no more.");
  const nowSeconds = Math.floor(clock.wallMs() / 1000);
  const window = Math.floor(nowSeconds / MAIL_EVERY_SECONDS);
  const expiresAtSeconds = nowSeconds + LINK_SECONDS;
  const token = encodeRegistrationLink(
    { saleId: line.saleId, fanId, expiresAtSeconds },
    registrationLinkKey(context),
  );
  const { subject, text } = registrationLinkMail(fan.locale, {
    names: sale.names,
    url: new URL(`/sales/${line.saleId}/registration-links/${token}`, config.baseUrl).href,
    minutes: LINK_SECONDS / 60,
  });
  await inTransaction(database, (tx) =>
    mail.send(tx, {
      to: fan.email,
      subject,
      text,
      key: `registration-link:${line.saleId}:${fanId}:${window}`,
    }),
  );
  return ok({
    expiresAt: new Date(expiresAtSeconds * 1000),
    nextMailAt: new Date((window + 1) * MAIL_EVERY_SECONDS * 1000),
  });
}
