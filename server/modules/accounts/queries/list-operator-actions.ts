import type { Database } from "../../../platform/database/database.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import type { OperatorKind } from "../sessions/identities.ts";
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

/** One page of the audit log, the newest first: the lines before the given one. */
export async function listOperatorActions(
  database: Database,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<RecordedAction[]> {
  let query = accountsOf(database)
    .selectFrom("operator_actions")
    .selectAll()
    .orderBy("sequence", "desc")
    .limit(page.limit);
  if (page.before !== undefined) query = query.where("sequence", "<", page.before);
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
