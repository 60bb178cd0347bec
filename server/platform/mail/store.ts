import { type Generated, type Kysely, sql, type Transaction } from "kysely";
import { type Database, schemaIn, schemaOf, type Tx } from "../database/database.ts";

export interface MailTables {
  mails: {
    id: string;
    /** What the mail is about; there is one mail for each key. */
    key: string;
    recipient: string;
    subject: string;
    /** Both bodies are erased once the mail is sent: they may hold links that sign somebody in. */
    text: string | null;
    html: string | null;
    recorded_at: Date;
    sent_at: Date | null;
    /** The recipient's server said no for good. */
    refused_at: Date | null;
    last_error: string | null;
    /** How often it was given to the mail server. */
    attempts: Generated<number>;
    /** When an operator asked for one more try; from then on it is as young as that. */
    retried_at: Date | null;
  };
}

/** From when on a mail waits to be sent; after three days it is given up. */
export const waitingSince = sql<Date>`coalesce(retried_at, recorded_at)`;

export function mailsOf(database: Database): Kysely<MailTables> {
  return schemaOf<MailTables>(database, "platform");
}

export function mailsIn(tx: Tx): Transaction<MailTables> {
  return schemaIn<MailTables>(tx, "platform");
}

export interface RecordedMail {
  readonly id: string;
  readonly key: string;
  readonly to: string;
  readonly subject: string;
  /** Null once the mail was sent, as is the HTML. */
  readonly text: string | null;
  readonly html: string | null;
  readonly recordedAt: Date;
}

export async function listNewestMails(database: Database, limit: number): Promise<RecordedMail[]> {
  return await mailsOf(database)
    .selectFrom("mails")
    .select(["id", "key", "recipient as to", "subject", "text", "html"])
    .select("recorded_at as recordedAt")
    .orderBy("recorded_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Mails that nobody has sent, recorded in this span of time. */
export async function listWaitingMails(
  database: Database,
  span: { readonly from: Date; readonly until: Date; readonly limit: number },
): Promise<string[]> {
  const rows = await mailsOf(database)
    .selectFrom("mails")
    .select("id")
    .where("sent_at", "is", null)
    .where("refused_at", "is", null)
    .where(waitingSince, ">=", span.from)
    .where(waitingSince, "<", span.until)
    .orderBy(waitingSince)
    .limit(span.limit)
    .execute();
  return rows.map((row) => row.id);
}

export async function deleteMailsBefore(database: Database, before: Date): Promise<void> {
  await mailsOf(database).deleteFrom("mails").where("recorded_at", "<", before).execute();
}

/** Takes a mail that is still to be sent, unless another process has it. */
export async function lockWaitingMail(tx: Tx, id: string) {
  return await mailsIn(tx)
    .selectFrom("mails")
    .select(["id", "recipient", "subject", "html", sql<string>`text`.as("text")])
    .where("id", "=", id)
    .where("sent_at", "is", null)
    .where("refused_at", "is", null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}
