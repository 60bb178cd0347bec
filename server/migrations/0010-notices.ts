import { sql, type Migration } from "kysely";

/** What fans are told by mail about their sales and orders, and how far each telling has come. */
export const migration: Migration = {
  async up(db) {
    await sql`create schema notices`.execute(db);
    // One row. Each batch raises `version`, so that of two servers with the same batch one fails.
    await sql`
      create table notices.pace (
        id boolean primary key default true check (id),
        version bigint not null default 0,
        next_at timestamptz not null default 'epoch',
        crowded_until timestamptz not null default 'epoch',
        order_sequence bigint not null default 0
      )`.execute(db);
    await sql`insert into notices.pace default values`.execute(db);
    // Through the registrations of a sale, by number; turns go by place. `after` has been told.
    await sql`
      create table notices.walks (
        sale_id uuid not null references sales.sales (id) on delete cascade,
        kind text not null check (kind in
          ('registered', 'placed', 'turn_near', 'over', 'cancelled', 'moved')),
        occasion bigint not null default 0,
        state text not null default 'running' check (state in ('watching', 'running', 'done')),
        after integer not null default 0,
        through integer,
        sequence bigint,
        facts jsonb not null default '{}',
        due_at timestamptz not null,
        primary key (sale_id, kind, occasion)
      )`.execute(db);
    await sql`
      create index walks_under_way on notices.walks (sale_id) where state <> 'done'`.execute(db);
    // Claims under way, as far as mails go. No foreign keys: a rehearsal's fans have no account.
    await sql`
      create table notices.holds (
        claim_id uuid primary key,
        sale_id uuid not null,
        fan_id uuid not null,
        lines jsonb not null,
        state text not null,
        expires_at timestamptz,
        was_held boolean not null,
        is_told boolean not null default false,
        is_reminded boolean not null default false,
        look_at timestamptz,
        version bigint not null default 0
      ) with (fillfactor = 80)`.execute(db);
    await sql`
      create index holds_due on notices.holds (look_at) where look_at is not null`.execute(db);
    await sql`create index holds_by_sale on notices.holds (sale_id)`.execute(db);
    await sql`create index holds_by_fan on notices.holds (fan_id)`.execute(db);
    // Rare things that happen to one fan.
    await sql`
      create table notices.tasks (
        id bigint generated always as identity primary key,
        kind text not null,
        sale_id uuid not null,
        fan_id uuid not null,
        facts jsonb not null,
        due_at timestamptz not null
      )`.execute(db);
    await sql`create index tasks_by_fan on notices.tasks (fan_id)`.execute(db);
  },
};
