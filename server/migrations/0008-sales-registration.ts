import { sql, type Migration } from "kysely";

/** Who may register and how; carried entrants; what erasing a fan's account leaves behind. */
export const migration: Migration = {
  async up(db) {
    await sql`
      alter table sales.sales
        add column proof_of_work_difficulty integer check (proof_of_work_difficulty > 0),
        add column eligibility jsonb,
        add column carry_over_from uuid references sales.sales (id)`.execute(db);
    await sql`
      alter table sales.entrant_lists
        add column carried integer,
        add column carried_digest bytea`.execute(db);
    // `leaf` is kept for an erased fan only: from the row nothing else could compute it any more.
    await sql`alter table sales.registrations add column leaf bytea`.execute(db);
    await sql`
      alter table sales.registrations drop constraint registrations_standing_check,
        add constraint registrations_standing_check
          check (standing in ('entered', 'withdrawn', 'refused', 'left'))`.execute(db);
    // Those who stand are found by the unique index, sale by sale; these few are not in it.
    await sql`
      create index registrations_gone_by_fan on sales.registrations (fan_id)
      where standing <> 'entered' and fan_id is not null`.execute(db);
    await sql`
      create table sales.carried_entrants (
        sale_id uuid not null references sales.entrant_lists (sale_id) on delete cascade,
        number integer not null,
        primary key (sale_id, number)
      )`.execute(db);
    // Places of erased fans that the lane's owner, wherever it runs, has yet to give up.
    await sql`
      create table sales.departures (
        sale_id uuid not null references sales.entrant_lists (sale_id) on delete cascade,
        number integer not null,
        primary key (sale_id, number)
      )`.execute(db);
    // For a day: what an old cookie, a mailed link or the projection still writes is erased too.
    await sql`
      create table sales.erased_fans (
        fan_id uuid primary key,
        erased_at timestamptz not null
      )`.execute(db);
  },
};
