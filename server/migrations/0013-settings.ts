import { sql, type Migration } from "kysely";

/** What the brand sets for its whole site: one row, which every server follows by its version. */
export const migration: Migration = {
  async up(db) {
    await sql`create schema settings`.execute(db);
    // What is null is as the server's environment and the pages' own style have it.
    await sql`
      create table settings.brand (
        id boolean primary key default true check (id),
        version integer not null default 1,
        name text check (length(name) between 1 and 60),
        shows_name boolean not null default true,
        accent_light text check (accent_light ~ '^#[0-9a-f]{6}$'),
        accent_dark text check (accent_dark ~ '^#[0-9a-f]{6}$'),
        languages text[] not null default '{en,zh-Hans}' check (cardinality(languages) > 0),
        default_language text not null default 'en' check (default_language = any(languages)),
        currencies text[] not null default '{CNY,EUR,USD}' check (cardinality(currencies) > 0),
        logo jsonb,
        changed_at timestamptz not null default now()
      )`.execute(db);
    await sql`insert into settings.brand default values`.execute(db);
  },
};
