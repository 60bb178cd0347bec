import { sql } from "kysely";
import type { Database } from "../../../platform/database/database.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import type { OperatorId, OperatorKind } from "../sessions/identities.ts";
import { accountsOf } from "../store.ts";

/** A line of the audit log, as it is read. */
export interface RecordedAction {
  readonly sequence: number;
  readonly at: Date;
  readonly operator: {
    readonly kind: OperatorKind;
    readonly id: string;
    readonly name: string;
    readonly role: OperatorRole;
  };
  readonly action: string;
  readonly subject: string;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;
}

/** Which lines of the audit log; all of it has to fit. */
export interface ActionFilter {
  /** A sequence: only the lines before it. */
  readonly before?: number | undefined;
  readonly operatorId?: string | undefined;
  readonly action?: string | undefined;
  /** How the subject begins. */
  readonly subject?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly until?: Date | undefined;
  readonly limit: number;
}

/** One page of the audit log, the newest first. */
export async function listOperatorActions(
  database: Database,
  filter: ActionFilter,
): Promise<RecordedAction[]> {
  let query = accountsOf(database)
    .selectFrom("operator_actions")
    .selectAll()
    .orderBy("sequence", "desc")
    .limit(filter.limit);
  const { before, operatorId, action, subject, from, until } = filter;
  if (before !== undefined) query = query.where("sequence", "<", before);
  if (operatorId !== undefined) query = query.where("operator_id", "=", operatorId as OperatorId);
  if (action !== undefined) query = query.where("action", "=", action);
  if (subject !== undefined) {
    query = query.where(sql<boolean>`starts_with(subject, ${subject})`);
  }
  if (from !== undefined) query = query.where("at", ">=", from);
  if (until !== undefined) query = query.where("at", "<", until);
  const rows = await query.execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    at: row.at,
    operator: {
      kind: row.operator_kind,
      id: row.operator_id,
      name: row.operator_name,
      role: row.operator_role,
    },
    action: row.action,
    subject: row.subject,
    details: row.details,
    requestId: row.request_id,
  }));
}
