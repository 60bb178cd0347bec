import { sql, type Migration } from "kysely";

/**
 * Orders: what was bought, how it was paid for, and where it goes. No foreign keys to fans: fans of
 * a rehearsal have no account, and an erasure only empties the column.
 */
export const migration: Migration = {
  async up(db) {
    await sql`create schema orders`.execute(db);
    // What a fan filled in for a sale before paying.
    await sql`
      create table orders.checkouts (
        sale_id uuid not null references sales.sales (id) on delete cascade,
        fan_id uuid not null,
        delivery jsonb,
        currency text check (currency ~ '^[A-Z]{3}$'),
        terms_version text,
        marketing_consent boolean not null default false,
        changed_at timestamptz not null,
        primary key (sale_id, fan_id)
      )`.execute(db);
    await sql`create index checkouts_by_fan on orders.checkouts (fan_id)`.execute(db);
    // The id is the claim's. States are in no index, so that most changes stay on the row's page.
    await sql`
      create table orders.orders (
        id uuid primary key,
        sale_id uuid not null references sales.sales (id),
        place integer not null,
        fan_id uuid,
        lines jsonb not null,
        state text not null check (state in ('awaiting_payment', 'paying', 'paid', 'cancelled',
          'expired', 'returned', 'refunded')),
        expires_at timestamptz,
        claimed_at timestamptz not null,
        paid_at timestamptz
      ) with (fillfactor = 80)`.execute(db);
    await sql`create index orders_by_sale on orders.orders (sale_id, id)`.execute(db);
    await sql`
      create index orders_by_fan on orders.orders (fan_id, id) where fan_id is not null`.execute(
      db,
    );
    await sql`
      create table orders.payments (
        id uuid primary key,
        order_id uuid not null references orders.orders (id),
        sale_id uuid not null,
        place integer not null,
        fan_id uuid,
        provider text not null,
        method text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor >= 0),
        refunded_minor bigint not null default 0
          check (refunded_minor between 0 and amount_minor),
        lines jsonb not null,
        delivery jsonb,
        terms_version text not null,
        marketing_consent boolean not null,
        state text not null default 'created' check (state in ('created', 'pending', 'authorised',
          'captured', 'refunded', 'declined', 'voiding', 'voided', 'returning', 'capture_failed')),
        reason text,
        redirect_url text,
        instrument_hash bytea,
        created_at timestamptz not null,
        captured_at timestamptz,
        look_at timestamptz not null
      ) with (fillfactor = 70)`.execute(db);
    await sql`
      create unique index payments_one_live on orders.payments (order_id)
      where state in ('created', 'pending', 'authorised', 'voiding', 'returning', 'captured')`.execute(
      db,
    );
    await sql`create index payments_by_order on orders.payments (order_id, id)`.execute(db);
    // What recovery looks through: small, however many payments there are.
    await sql`
      create index payments_unfinished on orders.payments (look_at)
      where state in ('created', 'pending', 'authorised', 'voiding', 'returning')`.execute(db);
    // One row for each order that counts towards a limit; the slot's number is below the limit.
    await sql`
      create table orders.limit_slots (
        sale_id uuid not null,
        kind text not null check (kind in ('address', 'instrument')),
        hash bytea not null,
        slot integer not null check (slot > 0),
        order_id uuid not null references orders.orders (id),
        primary key (sale_id, kind, hash, slot)
      )`.execute(db);
    await sql`create index limit_slots_by_order on orders.limit_slots (order_id)`.execute(db);
    await sql`
      create table orders.refunds (
        id uuid primary key,
        order_id uuid not null references orders.orders (id),
        payment_id uuid not null references orders.payments (id),
        amount_minor bigint not null check (amount_minor > 0),
        is_whole boolean not null,
        reason text not null,
        idempotency_key text,
        state text not null default 'requested'
          check (state in ('requested', 'refunded', 'settled', 'failed')),
        problem text,
        requested_at timestamptz not null,
        refunded_at timestamptz,
        look_at timestamptz not null,
        unique (order_id, idempotency_key)
      )`.execute(db);
    await sql`
      create index refunds_unfinished on orders.refunds (look_at)
      where state in ('requested', 'refunded')`.execute(db);
    await sql`
      create table orders.provider_events (
        provider text not null,
        event_id text not null,
        payment_id text,
        type text not null,
        received_at timestamptz not null,
        primary key (provider, event_id)
      )`.execute(db);
    // What others follow: numbers rise in the order in which the changes became visible.
    await sql`
      create table orders.order_changes (
        sequence bigint generated always as identity primary key,
        order_id uuid not null references orders.orders (id),
        change text not null check (change in ('paid', 'returned', 'refunded')),
        currency text,
        amount_minor bigint,
        changed_at timestamptz not null
      )`.execute(db);
    await sql`create index order_changes_by_order on orders.order_changes (order_id)`.execute(db);
    // The test provider plays an outside system: what it knows is in tables of its own.
    await sql`
      create table orders.test_payments (
        id uuid primary key,
        order_id uuid,
        method text not null,
        state text not null check (state in
          ('pending', 'authorised', 'captured', 'declined', 'capture_failed', 'voided')),
        amount_minor bigint not null,
        currency text not null,
        refunded_minor bigint not null default 0
          check (refunded_minor between 0 and amount_minor),
        return_url text
      ) with (fillfactor = 80)`.execute(db);
    await sql`
      create table orders.test_refunds (
        id uuid primary key,
        payment_id uuid not null references orders.test_payments (id),
        amount_minor bigint not null
      )`.execute(db);
    await sql`
      create table orders.test_events (
        id uuid primary key,
        payment_id uuid not null references orders.test_payments (id),
        type text not null,
        times integer not null,
        deliver_at timestamptz not null,
        delivered_at timestamptz
      )`.execute(db);
    await sql`
      create index test_events_due on orders.test_events (deliver_at)
      where delivered_at is null`.execute(db);
  },
};
