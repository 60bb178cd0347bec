import { sql, type Migration } from "kysely";

/** Sales rehearsed from the console with simulated fans, and what came of them. */
export const migration: Migration = {
  async up(db) {
    await sql`create schema rehearsals`.execute(db);
    // What a run prints as its result differs by its options and by version: it is kept as it came.
    await sql`
      create table rehearsals.rehearsals (
        id uuid primary key,
        state text not null default 'running'
          check (state in ('running', 'done', 'failed', 'cancelled', 'lost')),
        fans integer not null check (fans > 0),
        units integer not null check (units between 1 and fans),
        pays boolean not null,
        kills integer not null check (kills >= 0),
        preload boolean not null,
        plan text[] not null default '{}',
        stage_number integer not null default 0,
        stage_done integer not null default 0,
        stage_total integer not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz,
        started_by text not null,
        machine text not null,
        version text not null,
        result jsonb,
        reason text,
        log_tail text,
        check ((state = 'running') = (ended_at is null)),
        check ((state = 'done') = (result is not null))
      )`.execute(db);
    await sql`
      create unique index one_runs on rehearsals.rehearsals ((true)) where state = 'running'
    `.execute(db);
  },
};
