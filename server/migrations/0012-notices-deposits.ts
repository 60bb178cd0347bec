import { sql, type Migration } from "kysely";

/** How far fans have been told of their deposits: the last change of a deposit. */
export const migration: Migration = {
  async up(db) {
    await sql`
      alter table notices.pace add column deposit_sequence bigint not null default 0`.execute(db);
  },
};
