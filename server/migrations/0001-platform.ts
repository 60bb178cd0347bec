import { type Migration, sql } from "kysely";

/** The outbox, its consumers, and the mails. pg-boss brings its own schema `jobs` (jobs.ts). */
export const migration: Migration = {
  up: async (database) => {
    await sql`create schema if not exists platform`.execute(database);

    await sql`
      create table platform.outbox_events (
        sequence bigint generated always as identity primary key,
        type text not null,
        subject text not null,
        payload jsonb not null,
        recorded_at timestamptz not null default now()
      )`.execute(database);
    await sql`
      create index outbox_events_recorded_at on platform.outbox_events (recorded_at)
    `.execute(database);

    await sql`
      create table platform.event_consumers (
        name text primary key,
        types text[] not null,
        retry_at timestamptz
      )`.execute(database);

    // No foreign keys: each would lock a consumer's or an event's row for every event recorded.
    // Only the trigger below adds rows, for an event of the same statement.
    await sql`
      create table platform.event_deliveries (
        consumer text not null,
        sequence bigint not null,
        attempts integer not null default 0,
        last_error text,
        parked_at timestamptz,
        primary key (consumer, sequence)
      )
      with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000)
    `.execute(database);

    // A trigger, not the recording code, decides who gets an event: so do events written by other
    // triggers, by another version of the server, or by a process that has no consumers.
    await sql`
      create function platform.address_events() returns trigger language plpgsql as $$
      begin
        insert into platform.event_deliveries (consumer, sequence)
        select consumers.name, recorded.sequence
        from recorded join platform.event_consumers as consumers
          on recorded.type = any (consumers.types);
        return null;
      end
      $$`.execute(database);
    await sql`
      create trigger address_events after insert on platform.outbox_events
      referencing new table as recorded
      for each statement execute function platform.address_events()
    `.execute(database);

    await sql`
      create table platform.mails (
        id uuid primary key,
        key text not null unique,
        recipient text not null,
        subject text not null,
        text text,
        html text,
        recorded_at timestamptz not null,
        sent_at timestamptz,
        refused_at timestamptz,
        last_error text,
        check (sent_at is not null or text is not null)
      )`.execute(database);
    await sql`create index mails_recorded_at on platform.mails (recorded_at)`.execute(database);
    await sql`
      create index mails_waiting on platform.mails (recorded_at)
      where sent_at is null and refused_at is null
    `.execute(database);
  },
};
