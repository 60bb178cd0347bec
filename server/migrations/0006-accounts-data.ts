import { sql, type Kysely, type Migration } from "kysely";

/** Accounts: delivery addresses, erasures, passkeys, second factors. */
export const migration: Migration = {
  async up(db: Kysely<unknown>) {
    await createDeliveryAddresses(db);
    await createErasureLinks(db);
    await createErasedFans(db);
    await createPasskeys(db);
    await createSecondFactors(db);
  },
};

async function createDeliveryAddresses(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.delivery_addresses (
      fan_id uuid primary key references accounts.fans (id) on delete cascade,
      name text not null,
      line1 text not null,
      line2 text,
      city text not null,
      region text,
      postal_code text,
      country text not null check (country ~ '^[A-Z]{2}$'),
      phone text,
      updated_at timestamptz not null
    )`.execute(db);
}

/** One for each fan: asking again makes the link before it worthless. */
async function createErasureLinks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.erasure_links (
      fan_id uuid primary key references accounts.fans (id) on delete cascade,
      token_hash bytea not null check (octet_length(token_hash) = 32),
      expires_at timestamptz not null
    )`.execute(db);
}

/** For some minutes after an erasure, for servers to refuse the cookies that are still about. */
async function createErasedFans(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.erased_fans (
      fan_id uuid primary key,
      erased_at timestamptz not null
    )`.execute(db);
}

async function createPasskeys(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table accounts.passkeys (
      id uuid primary key,
      fan_id uuid not null references accounts.fans (id) on delete cascade,
      name text,
      public_key text not null,
      credential_id text not null unique,
      counter bigint not null,
      device_type text not null,
      backed_up boolean not null,
      transports text,
      aaguid text,
      second_factor boolean not null default false,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index passkeys_by_fan on accounts.passkeys (fan_id)`.execute(db);
  await sql`
    comment on column accounts.passkeys.second_factor is
    'whether a sign-in with it proves a second factor, too'`.execute(db);
}

/** What an operator proves beside the mailbox or the password, once in each session. */
async function createSecondFactors(db: Kysely<unknown>): Promise<void> {
  await sql`alter table accounts.sessions add column second_factor_at timestamptz`.execute(db);
  // Until it is confirmed, a secret is of use to the one session that has begun with it: who was
  // shown one in another session must not know what is confirmed later. Secrets are encrypted; a
  // code that was used at a step (RFC 6238), and any before it, counts no more.
  await sql`
    create table accounts.second_factors (
      fan_id uuid primary key references accounts.fans (id) on delete cascade,
      sealed_secret bytea not null,
      begun_in uuid not null,
      confirmed_at timestamptz,
      last_step bigint not null default 0,
      wrong_tries integer not null default 0,
      tries_since timestamptz not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table accounts.backup_codes (
      fan_id uuid not null references accounts.second_factors (fan_id) on delete cascade,
      code_hash bytea not null check (octet_length(code_hash) = 32),
      primary key (fan_id, code_hash)
    )`.execute(db);
}
