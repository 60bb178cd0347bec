import { sql, type Migration } from "kysely";

/** How often each mail was tried, and who asked for one more try; finding mails in the outbox. */
export const migration: Migration = {
  async up(db) {
    await sql`alter table platform.mails
      add column attempts integer not null default 0,
      add column retried_at timestamptz`.execute(db);
    await sql`update platform.mails set attempts = 1
      where sent_at is not null or last_error is not null`.execute(db);
    // A mail that an operator has asked to be tried again is as young as that.
    await sql`drop index platform.mails_waiting`.execute(db);
    await sql`
      create index mails_waiting on platform.mails (coalesce(retried_at, recorded_at))
      where sent_at is null and refused_at is null`.execute(db);
    await sql`create index mails_unsent on platform.mails (id) where sent_at is null`.execute(db);
    await sql`create index mails_sent_at on platform.mails (sent_at)`.execute(db);
    await sql`
      create index mails_by_recipient on platform.mails (recipient text_pattern_ops)`.execute(db);
  },
};
