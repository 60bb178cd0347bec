import type { Clock } from "../clock.ts";
import type { Config } from "../config.ts";
import { type Database, inTransaction, type Tx } from "../database/database.ts";
import { invariant } from "../failure.ts";
import { newId } from "../ids.ts";
import type { Jobs } from "../jobs.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { createMailOutbox, type MailOutbox } from "./outbox.ts";
import { deleteMailsBefore, listWaitingMails, lockWaitingMail, mailsIn } from "./store.ts";
import { createSmtpTransport, MailRefused, type MailTransport } from "./transport.ts";

export interface MailMessage {
  /** One address, without a name. */
  readonly to: string;
  /** Line breaks and other control characters become spaces. */
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** What the mail is about, such as `order-confirmed:0198…`: there is one mail for each key. */
  readonly key: string;
  /** One of very many: it leaves after those that somebody waits for, such as a sign-in link. */
  readonly isBulk?: boolean;
}

/** Mails leave after the transaction that asked for them, at least once, when SMTP takes them. */
export interface Mail {
  /**
   * Puts mails into the queue in the caller's transaction; of one with a key that was used before
   * (in the last 90 days), nothing comes.
   * @throws Error if `to` is not one plain address; check it at the edge
   */
  send(tx: Tx, messages: MailMessage | readonly MailMessage[]): Promise<void>;
  /**
   * How many mails of the last hour have not left yet, counted up to a limit; 0 without SMTP_URL,
   * when none ever leaves.
   */
  countWaiting(limit: number): Promise<number>;
  /** Deletes every mail to this address, sent or not, in the caller's transaction. */
  forget(tx: Tx, address: string): Promise<void>;
  /** What operators see of the mails, and one more try for those that were given up. */
  readonly outbox: MailOutbox;
  /** Closes the connections to the mail server. */
  stop(): void;
}

export interface MailDeps {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly jobs: Jobs;
  /** Instead of the one that SMTP_URL names. */
  readonly transport?: MailTransport;
}

const SEND_MAIL = "platform.send-mail";
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A mail that could not be sent for so long is late enough to be worthless. */
const SENT_WITHIN_MS = 3 * DAY_MS;
const KEPT_MS = 90 * DAY_MS;

/** Below all other mails. */
const BULK_PRIORITY = -1;

/** One mail to one mailbox: no list, no name, no quoting, nothing that could begin a header. */
const PLAIN_ADDRESS = /^[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}@[^\s\p{Cc}"(),:;<>@[\\\]]{1,255}$/u;

export function createMail(deps: MailDeps): Mail {
  const { config, database, clock, log, metrics, jobs } = deps;
  const transport =
    deps.transport ??
    (config.smtpUrl === undefined
      ? undefined
      : createSmtpTransport(config.smtpUrl, config.mailFrom));
  const outcomes = metrics.counter("mails_total", "Mails by what became of them.", ["outcome"]);
  if (transport === undefined && config.environment === "production") {
    log.warn("SMTP_URL is not set: mails are kept in the database and reach nobody");
  }

  async function deliver(id: string): Promise<void> {
    const failure = await inTransaction(database, async (tx) => {
      const mail = await lockWaitingMail(tx, id);
      if (mail === undefined || transport === undefined) return undefined;
      const row = mailsIn(tx)
        .updateTable("mails")
        .set(({ eb }) => ({ attempts: eb("attempts", "+", 1) }))
        .where("id", "=", id);
      const now = new Date(clock.wallMs());
      try {
        await transport.deliver({ ...mail, to: mail.recipient, html: mail.html ?? undefined });
      } catch (error) {
        const refused = error instanceof MailRefused;
        await row
          .set({ last_error: String(error).slice(0, 1000), refused_at: refused ? now : null })
          .execute();
        outcomes.inc({ outcome: refused ? "refused" : "failed" });
        return refused ? undefined : { error };
      }
      await row.set({ sent_at: now, text: null, html: null, last_error: null }).execute();
      outcomes.inc({ outcome: "sent" });
      return undefined;
    });
    // Thrown here, after its record was committed, it makes the job try again.
    if (failure !== undefined) throw failure.error;
  }

  jobs.define<{ mailId: string }>(
    SEND_MAIL,
    { retries: 8, firstRetrySeconds: 5, concurrency: 3, timeoutSeconds: 120 },
    ({ mailId }) => deliver(mailId),
  );

  // For mails whose job gave up during a long outage, or that are older than the setting SMTP_URL.
  jobs.define("platform.send-waiting-mails", { cron: "40 * * * *" }, async () => {
    const nowMs = clock.wallMs();
    await deleteMailsBefore(database, new Date(nowMs - KEPT_MS));
    if (transport === undefined) return;
    const from = new Date(nowMs - SENT_WITHIN_MS);
    const until = new Date(nowMs - HOUR_MS);
    for (const mailId of await listWaitingMails(database, { from, until, limit: 10_000 })) {
      await jobs.enqueue(SEND_MAIL, { mailId }, { singletonKey: mailId });
    }
  });

  return {
    async send(tx, given) {
      const messages = "key" in given ? [given] : given;
      for (const { to } of messages) {
        invariant(PLAIN_ADDRESS.test(to), `${JSON.stringify(to)} is not one plain mail address`);
      }
      if (messages.length === 0) return;
      const recordedAt = new Date(clock.wallMs());
      const bulk = new Set(messages.filter(({ isBulk }) => isBulk === true).map(({ key }) => key));
      const inserted = await mailsIn(tx)
        .insertInto("mails")
        .values(messages.map((message) => mailRow(message, recordedAt)))
        .onConflict((conflict) => conflict.column("key").doNothing())
        .returning(["id", "key"])
        .execute();
      if (transport === undefined) return;
      const jobsOf = (isBulk: boolean) =>
        inserted
          .filter(({ key }) => bulk.has(key) === isBulk)
          .map(({ id }) => ({ key: id, data: { mailId: id } }));
      await jobs.enqueueAll(SEND_MAIL, jobsOf(false), { tx });
      await jobs.enqueueAll(SEND_MAIL, jobsOf(true), { tx, priority: BULK_PRIORITY });
    },
    async countWaiting(limit) {
      if (transport === undefined) return 0;
      const nowMs = clock.wallMs();
      const span = { from: new Date(nowMs - HOUR_MS), until: new Date(nowMs + HOUR_MS), limit };
      return (await listWaitingMails(database, span)).length;
    },
    outbox: createMailOutbox({
      database,
      clock,
      isSetUp: transport !== undefined,
      givenUpAfterMs: SENT_WITHIN_MS,
      enqueue: (tx, mailId) => jobs.enqueue(SEND_MAIL, { mailId }, { tx }),
    }),
    async forget(tx, address) {
      await mailsIn(tx).deleteFrom("mails").where("recipient", "=", address).execute();
    },
    stop: () => transport?.close(),
  };
}

function mailRow({ to, subject, text, html, key }: MailMessage, recordedAt: Date) {
  return {
    id: newId(),
    key,
    recipient: to,
    subject: subject.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim(),
    text,
    html: html ?? null,
    recorded_at: recordedAt,
    sent_at: null,
    refused_at: null,
    last_error: null,
    retried_at: null,
  };
}
