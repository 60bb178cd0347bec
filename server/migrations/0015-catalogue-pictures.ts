import { sql, type Migration } from "kysely";

/** What a product is like: its description by language, and its pictures in order. */
export const migration: Migration = {
  async up(db) {
    await sql`
      alter table catalogue.products add column descriptions jsonb not null default '{}'
      check (jsonb_typeof(descriptions) = 'object')`.execute(db);
    await sql`
      create table catalogue.pictures (
        id uuid primary key,
        product_id uuid not null references catalogue.products (id),
        position integer not null check (position >= 0),
        digest text not null check (digest ~ '^[0-9a-f]{64}$'),
        media_type text not null,
        width integer not null check (width > 0),
        height integer not null check (height > 0),
        size_bytes integer not null check (size_bytes > 0),
        texts jsonb not null default '{}' check (jsonb_typeof(texts) = 'object'),
        version integer not null default 1,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        unique (product_id, digest)
      )`.execute(db);
    await sql`create index pictures_by_digest on catalogue.pictures (digest)`.execute(db);
  },
};
