import { sql, type Migration } from "kysely";

/** Deposits: what fans pay before they register for a sale that asks for it; it all comes back. */
export const migration: Migration = {
  async up(db) {
    // The id is the payment's at the provider, too. No foreign key to the fan, as for orders.
    await sql`
      create table orders.deposits (
        id uuid primary key,
        sale_id uuid not null references sales.sales (id),
        fan_id uuid,
        after_number integer not null,
        provider text not null,
        method text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        state text not null default 'created' check (state in ('created', 'pending', 'authorised',
          'captured', 'declined', 'capture_failed', 'voiding', 'voided', 'refunding', 'refunded')),
        reason text,
        problem text,
        redirect_url text,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        captured_at timestamptz,
        refunded_at timestamptz,
        look_at timestamptz not null
      ) with (fillfactor = 70)`.execute(db);
    await sql`
      create unique index deposits_one_live on orders.deposits (sale_id, fan_id)
      where state in ('created', 'pending', 'authorised', 'captured')`.execute(db);
    await sql`create index deposits_by_sale on orders.deposits (sale_id, id)`.execute(db);
    await sql`
      create index deposits_by_fan on orders.deposits (fan_id, sale_id, id)
      where fan_id is not null`.execute(db);
    // What recovery looks through, and what may have to go back; small once a sale is over.
    await sql`
      create index deposits_unfinished on orders.deposits (look_at)
      where state in ('created', 'pending', 'authorised', 'voiding', 'refunding')`.execute(db);
    await sql`
      create index deposits_live on orders.deposits (id)
      where state in ('created', 'pending', 'authorised', 'captured')`.execute(db);
    // As `order_changes`: numbers rise in the order in which the changes became visible.
    await sql`
      create table orders.deposit_changes (
        sequence bigint generated always as identity primary key,
        deposit_id uuid not null references orders.deposits (id),
        change text not null check (change in ('received', 'returned')),
        changed_at timestamptz not null
      )`.execute(db);
  },
};
