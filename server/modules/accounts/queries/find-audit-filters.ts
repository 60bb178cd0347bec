import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";

/** What the audit log can be narrowed down to. */
export interface AuditFilters {
  /** Everybody who ever acted, persons, keys and the command line, by the newest name. */
  readonly operators: { readonly id: string; readonly name: string }[];
  /** Every kind of action that was ever recorded. */
  readonly actions: string[];
}

/** Reads the whole log: it is as long as people have worked, not as fans have come. */
export async function findAuditFilters(database: Database): Promise<AuditFilters> {
  const operators = await sql<AuditFilters["operators"][number]>`
    select id, name from (
      select distinct on (operator_id) operator_id as id, operator_name as name
      from accounts.operator_actions order by operator_id, sequence desc
    ) as newest order by name, id`.execute(database.kysely);
  const actions = await sql<{ action: string }>`
    select distinct action from accounts.operator_actions order by action`.execute(database.kysely);
  return { operators: operators.rows, actions: actions.rows.map(({ action }) => action) };
}
