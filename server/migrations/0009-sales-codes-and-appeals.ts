import { sql, type Migration } from "kysely";

/** Sales: what fans answer to the bar of their place, and the codes for guaranteed claims. */
export const migration: Migration = {
  async up(db) {
    // Like the registrations, these name fans without a foreign key: erasure empties the column.
    await sql`
      create table sales.appeals (
        id uuid primary key,
        sale_id uuid not null,
        place integer not null,
        barred_at timestamptz not null,
        fan_id uuid,
        text text not null,
        state text not null default 'open' check (state in ('open', 'upheld', 'restored')),
        answer text not null default '',
        made_at timestamptz not null,
        decided_at timestamptz,
        unique (sale_id, place, barred_at),
        foreign key (sale_id, place, barred_at) references sales.bars (sale_id, place, barred_at),
        check ((state = 'open') = (decided_at is null))
      )`.execute(db);
    await sql`
      create unique index appeals_one_open on sales.appeals (sale_id, place)
      where state = 'open'`.execute(db);
    await sql`create index appeals_by_sale on sales.appeals (sale_id, id)`.execute(db);
    await sql`create index appeals_by_fan on sales.appeals (fan_id)`.execute(db);
    await sql`
      create table sales.friend_codes (
        sale_id uuid not null references sales.sales (id),
        number integer not null,
        code_hash bytea not null,
        variant_id uuid not null,
        units integer not null check (units > 0),
        granted_to uuid,
        granted_by text not null,
        note text not null default '',
        state text not null default 'planned'
          check (state in ('planned', 'issued', 'redeemed', 'revoked', 'expired')),
        expires_at timestamptz,
        issued_at timestamptz not null,
        ended_at timestamptz,
        redeemed_place integer,
        claim_id uuid,
        primary key (sale_id, number),
        unique (sale_id, code_hash),
        foreign key (sale_id, variant_id) references sales.sale_variants (sale_id, variant_id)
      )`.execute(db);
    await sql`
      create index friend_codes_by_fan on sales.friend_codes (granted_to, sale_id)
      where granted_to is not null`.execute(db);
    await sql`
      create index friend_codes_planned on sales.friend_codes (sale_id)
      where state = 'planned'`.execute(db);
  },
};
