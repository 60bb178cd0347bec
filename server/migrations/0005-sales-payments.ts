import { sql, type Migration } from "kysely";

/** Claims are paid for: prices that stand with the sale, time to pay, limits, more states. */
export const migration: Migration = {
  async up(db) {
    await sql`
      alter table sales.sales
        add payment_seconds integer not null default 600 check (payment_seconds > 0),
        add orders_per_address integer check (orders_per_address > 0),
        add orders_per_instrument integer check (orders_per_instrument > 0)`.execute(db);
    // Minor units by ISO 4217 code, as the catalogue had them when the sale was published.
    await sql`alter table sales.sale_variants add prices jsonb`.execute(db);
    await sql`
      alter table sales.claims
        drop constraint claims_state_check,
        add constraint claims_state_check check (state in
          ('waiting', 'held', 'paying', 'paid', 'released', 'expired', 'returned')),
        add code_number integer`.execute(db);
    await sql`create index claims_by_fan on sales.claims (fan_id) where fan_id is not null`.execute(
      db,
    );
  },
};
