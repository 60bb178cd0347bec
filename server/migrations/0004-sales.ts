import { sql, type Migration } from "kysely";

/** Sales: what is sold when, who registered, the lane's log, and the claims projected from it. */
export const migration: Migration = {
  async up(db) {
    await sql`create schema sales`.execute(db);
    await sql`
      create table sales.sales (
        id uuid primary key,
        kind text not null check (kind in ('draw', 'open')),
        state text not null default 'draft' check (state in
          ('draft', 'registering', 'closed', 'drawn', 'selling', 'paused', 'ended', 'cancelled')),
        names jsonb not null,
        registration_opens_at timestamptz,
        registration_closes_at timestamptz,
        opens_at timestamptz,
        ends_at timestamptz,
        hold_seconds integer not null check (hold_seconds > 0),
        admission_margin double precision not null check (admission_margin >= 0),
        waiting_limit integer not null check (waiting_limit >= 0),
        beacon_chain text,
        beacon_round bigint,
        beacon_signature bytea,
        draw_secret bytea,
        draw_secret_hash bytea,
        seed bytea,
        order_digest bytea,
        halted_reason text,
        lane_closed_at timestamptz,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now()
      )`.execute(db);
    await sql`create index sales_by_state on sales.sales (state)`.execute(db);
    await sql`
      create table sales.sale_variants (
        sale_id uuid not null references sales.sales (id) on delete cascade,
        variant_index smallint not null,
        variant_id uuid not null references catalogue.variants (id),
        stock integer not null check (stock >= 0),
        claim_limit integer not null check (claim_limit > 0),
        primary key (sale_id, variant_index),
        unique (sale_id, variant_id)
      )`.execute(db);
    await sql`
      create table sales.entrant_lists (
        sale_id uuid primary key references sales.sales (id) on delete cascade,
        registrations integer not null default 0,
        closed_at timestamptz,
        entrants integer,
        live_entrants integer,
        root bytea,
        root_signature bytea,
        root_signed_at timestamptz
      )`.execute(db);
    // No foreign key to the fan: it would lock and rewrite the fan's row for each registration of
    // the crowd, and a fan's erasure only empties the column.
    await sql`
      create table sales.registrations (
        sale_id uuid not null references sales.entrant_lists (sale_id) on delete cascade,
        number integer not null,
        fan_id uuid,
        random_bytes bytea,
        standing text not null default 'entered'
          check (standing in ('entered', 'withdrawn', 'left')),
        registered_at timestamptz not null default now(),
        primary key (sale_id, number)
      )`.execute(db);
    await sql`
      create unique index registrations_one_per_fan on sales.registrations (sale_id, fan_id)
      where standing = 'entered'`.execute(db);
    await sql`
      create table sales.lane_records (
        sale_id uuid not null references sales.sales (id),
        sequence bigint not null,
        epoch integer not null,
        previous_digest bytea not null,
        digest bytea not null,
        body bytea not null,
        recorded_at timestamptz not null default clock_timestamp(),
        primary key (sale_id, sequence)
      )`.execute(db);
    // Compressing each record would cost the lane more than the disk that it saves.
    await sql`alter table sales.lane_records alter column body set storage external`.execute(db);
    await sql`
      create table sales.claims (
        id uuid primary key,
        sale_id uuid not null references sales.sales (id),
        place integer not null,
        fan_id uuid,
        lines jsonb not null,
        state text not null check (state in ('waiting', 'held', 'released', 'expired')),
        expires_at timestamptz,
        sequence bigint not null,
        claimed_at timestamptz not null
      )`.execute(db);
    await sql`create index claims_by_place on sales.claims (sale_id, place)`.execute(db);
    await sql`
      create table sales.claim_projections (
        sale_id uuid primary key references sales.sales (id),
        sequence bigint not null default 0
      )`.execute(db);
    await sql`
      create table sales.bars (
        sale_id uuid not null references sales.sales (id),
        place integer not null,
        reason text not null,
        note text not null default '',
        barred_at timestamptz not null default now(),
        restored_at timestamptz,
        primary key (sale_id, place, barred_at)
      )`.execute(db);
  },
};
