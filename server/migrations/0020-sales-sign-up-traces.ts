import { sql, type Migration } from "kysely";

/**
 * Where registrations came from, as keyed hashes: what shows several of them to be one hand's. They
 * are in no index: they are looked at rarely, and written by the crowd.
 */
export const migration: Migration = {
  async up(db) {
    await sql`
      alter table sales.registrations
        add column network_trace bytea,
        add column browser_trace bytea`.execute(db);
    await sql`alter table sales.entrant_lists add column traces_cleared_at timestamptz`.execute(db);
  },
};
