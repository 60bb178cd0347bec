import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { Accounts, Actor } from "../../accounts/index.ts";
import { noticeFailures } from "../failures.ts";

/**
 * Has a mail tried again that was given up. It goes where it was to go, with the text that it has.
 * @returns `mail_not_found`, `mail_not_failed` or `mail_not_set_up`
 */
export async function retryMail(
  platform: Pick<Platform, "database" | "mail">,
  accounts: Pick<Accounts, "recordOperatorAction">,
  mailId: string,
  actor: Actor,
): Promise<Result<void>> {
  const { outbox } = platform.mail;
  return inTransaction(platform.database, async (tx) => {
    if (!outbox.isSetUp) {
      return fail(noticeFailures.mail_not_set_up, "Set SMTP_URL and start the server again.");
    }
    const mail = await outbox.retry(tx, mailId);
    if (mail === undefined) {
      return fail(noticeFailures.mail_not_found, `No mail has the id ${mailId}.`);
    }
    if (mail.state !== "failed") {
      return fail(noticeFailures.mail_not_failed, `The mail is ${mail.state}.`);
    }
    await accounts.recordOperatorAction(tx, {
      ...actor,
      action: "mail.retried",
      subject: `mail:${mailId}`,
    });
    return ok(undefined);
  });
}
