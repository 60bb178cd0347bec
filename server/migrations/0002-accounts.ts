import { sql, type Kysely, type Migration } from "kysely";

/** Accounts: fans and their sign-in as better-auth expects it, operators, keys, the audit log. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create schema accounts`.execute(db);
    // Session tokens are kept as they are: nobody but the server's own role may look.
    await sql`revoke all on schema accounts from public`.execute(db);
    await createSignInTables(db);
    await announceNewFans(db);
    await createOperatorTables(db);
    await createAuditLog(db);
  },
};

async function createSignInTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.fans (
      id uuid primary key,
      name text not null,
      email text not null unique check (email = lower(email) and length(email) <= 254),
      email_verified boolean not null default false,
      image text,
      locale text check (locale in ('en', 'zh-Hans')),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table accounts.sessions (
      id uuid primary key,
      fan_id uuid not null references accounts.fans (id) on delete cascade,
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index sessions_by_fan on accounts.sessions (fan_id)`.execute(db);
  await sql`create index sessions_by_end on accounts.sessions (expires_at)`.execute(db);
  await sql`
    create table accounts.sign_in_methods (
      id uuid primary key,
      fan_id uuid not null references accounts.fans (id) on delete cascade,
      provider_id text not null,
      account_id text not null,
      password text,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (provider_id, account_id)
    )`.execute(db);
  await sql`create index sign_in_methods_by_fan on accounts.sign_in_methods (fan_id)`.execute(db);
  // better-auth also writes ids here that are no UUIDs: hashes that make a reservation unique.
  await sql`
    create table accounts.verifications (
      id text primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create index verifications_by_identifier on accounts.verifications (identifier)`.execute(db);
  await sql`create index verifications_by_end on accounts.verifications (expires_at)`.execute(db);
}

/** better-auth runs its hooks after the commit; a trigger records the event in the transaction. */
async function announceNewFans(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function accounts.announce_new_fan() returns trigger language plpgsql as $$
    begin
      insert into platform.outbox_events (type, subject, payload)
      values ('FanSignedUp', 'fan:' || new.id, jsonb_build_object('fanId', new.id));
      return null;
    end
    $$`.execute(db);
  await sql`
    create trigger announce_new_fan after insert on accounts.fans
    for each row execute function accounts.announce_new_fan()`.execute(db);
}

async function createOperatorTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create domain accounts.operator_role as text
    check (value in ('owner', 'operator', 'engineer', 'moderator', 'support'))`.execute(db);
  await sql`
    create table accounts.operators (
      fan_id uuid primary key references accounts.fans (id) on delete cascade,
      role accounts.operator_role not null,
      appointed_at timestamptz not null
    )`.execute(db);
  await sql`
    create table accounts.api_keys (
      id uuid primary key,
      name text not null,
      role accounts.operator_role not null,
      secret_hash bytea not null check (octet_length(secret_hash) = 32),
      created_at timestamptz not null,
      last_used_at timestamptz,
      expires_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`
    create table accounts.owner_links (
      token_hash bytea primary key check (octet_length(token_hash) = 32),
      expires_at timestamptz not null
    )`.execute(db);
}

async function createAuditLog(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.operator_actions (
      sequence bigint generated always as identity primary key,
      at timestamptz not null default now(),
      operator_kind text not null check (operator_kind in ('person', 'api_key', 'cli')),
      operator_id uuid not null,
      operator_name text not null,
      operator_role text not null,
      action text not null,
      subject text not null,
      details jsonb not null default '{}',
      request_id text
    )`.execute(db);
  await sql`
    create function accounts.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'accounts.operator_actions can only be added to' using errcode = '42501';
    end
    $$`.execute(db);
  await sql`
    create trigger append_only before update or delete on accounts.operator_actions
    for each row execute function accounts.refuse_change()`.execute(db);
  await sql`
    create trigger no_truncate before truncate on accounts.operator_actions
    for each statement execute function accounts.refuse_change()`.execute(db);
}
