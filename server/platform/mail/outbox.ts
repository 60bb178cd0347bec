import { type ExpressionBuilder, sql } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../database/database.ts";
import { type MailTables, mailsIn, mailsOf, waitingSince } from "./store.ts";

/**
 * `waiting`: still to be sent, or tried again; `failed`: the mail server has refused it for good,
 * or it waited for three days, and nobody tries any more.
 */
export const mailStates = ["waiting", "sent", "failed"] as const;

export type MailState = (typeof mailStates)[number];

/**
 * What operators see of a mail. Its text is not among it: links in it sign somebody in, and codes
 * in it are worth a unit.
 */
export interface OutboxMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly recordedAt: Date;
  readonly sentAt: Date | null;
}

export interface MailFigures {
  readonly waiting: number;
  /** In the last 24 hours. */
  readonly sentLastDay: number;
  readonly failed: number;
}

export interface MailFilter {
  readonly state?: MailState | undefined;
  /** How the recipient's address begins, in lower case. */
  readonly recipient?: string | undefined;
  /** The last id of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface MailOutbox {
  /** Whether mails leave at all: SMTP_URL is set. */
  readonly isSetUp: boolean;
  /** The newest first. */
  list(filter: MailFilter): Promise<OutboxMail[]>;
  count(): Promise<MailFigures>;
  /**
   * Has a mail tried again that was given up, as part of the transaction.
   * @returns undefined if there is no such mail; its state if it was not given up
   */
  retry(tx: Tx, id: string): Promise<OutboxMail | undefined>;
}

export interface MailOutboxDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly isSetUp: boolean;
  readonly givenUpAfterMs: number;
  readonly enqueue: (tx: Tx, mailId: string) => Promise<void>;
}

const DAY_MS = 24 * 3_600_000;

export function createMailOutbox(deps: MailOutboxDeps): MailOutbox {
  const { database, clock, isSetUp, givenUpAfterMs, enqueue } = deps;
  /** What waited already then waits no more. */
  const givenUpBefore = () => new Date(clock.wallMs() - givenUpAfterMs);
  return {
    isSetUp,
    async list({ state, recipient, before, limit }) {
      const oldest = givenUpBefore();
      let query = mailsOf(database)
        .selectFrom("mails")
        .select(columnsOf(oldest))
        .orderBy("id", "desc")
        .limit(limit);
      if (state !== undefined) query = query.where(isIn(state, oldest));
      if (recipient !== undefined) query = query.where("recipient", "like", prefix(recipient));
      if (before !== undefined) query = query.where("id", "<", before);
      return query.execute();
    },
    async count() {
      const oldest = givenUpBefore();
      const dayAgo = new Date(clock.wallMs() - DAY_MS);
      const { rows } = await sql<MailFigures>`
        select
          (select count(*) from platform.mails where ${isIn("waiting", oldest)}) as waiting,
          (select count(*) from platform.mails where sent_at >= ${dayAgo}) as "sentLastDay",
          (select count(*) from platform.mails where ${isIn("failed", oldest)}) as failed
      `.execute(database.kysely);
      return rows[0] ?? { waiting: 0, sentLastDay: 0, failed: 0 };
    },
    async retry(tx, id) {
      const found = await mailsIn(tx)
        .selectFrom("mails")
        .select(columnsOf(givenUpBefore()))
        .where("id", "=", id)
        .forUpdate()
        .executeTakeFirst();
      if (found === undefined || found.state !== "failed") return found;
      await mailsIn(tx)
        .updateTable("mails")
        .set({ refused_at: null, retried_at: new Date(clock.wallMs()) })
        .where("id", "=", id)
        .execute();
      await enqueue(tx, id);
      return found;
    },
  };
}

/** An address holds `_`, which means any letter in a pattern. */
function prefix(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

function isIn(state: MailState, givenUpBefore: Date) {
  switch (state) {
    case "sent":
      return sql<boolean>`sent_at is not null`;
    case "waiting":
      return sql<boolean>`sent_at is null and refused_at is null
        and ${waitingSince} >= ${givenUpBefore}`;
    case "failed":
      return sql<boolean>`sent_at is null
        and (refused_at is not null or ${waitingSince} < ${givenUpBefore})`;
  }
}

function columnsOf(givenUpBefore: Date) {
  return (mail: ExpressionBuilder<MailTables, "mails">) =>
    [
      "id",
      mail.ref("recipient").as("to"),
      "subject",
      sql<MailState>`case when ${isIn("sent", givenUpBefore)} then 'sent'
        when ${isIn("waiting", givenUpBefore)} then 'waiting' else 'failed' end`.as("state"),
      "attempts",
      mail.ref("last_error").as("lastError"),
      mail.ref("recorded_at").as("recordedAt"),
      mail.ref("sent_at").as("sentAt"),
    ] as const;
}
