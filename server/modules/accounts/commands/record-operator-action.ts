import type { Tx } from "../../../platform/database/database.ts";
import type { Operator } from "../sessions/identities.ts";
import { accountsIn } from "../store.ts";

/** One line of the audit log; written in the transaction of what it tells of. */
export interface OperatorAction {
  readonly operator: Operator;
  /** Dotted and past tense: `sale.opened`, `product.archived`. */
  readonly action: string;
  /** What it was done to, such as `sale:0198…`. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly requestId?: string;
}

/** Adds one line to the audit log, which the database lets nobody change or delete. */
export async function recordOperatorAction(tx: Tx, entry: OperatorAction): Promise<void> {
  const { operator } = entry;
  await accountsIn(tx)
    .insertInto("operator_actions")
    .values({
      operator_kind: operator.kind ?? "person",
      operator_id: operator.id,
      operator_name: operator.name,
      operator_role: operator.role,
      action: entry.action,
      subject: entry.subject,
      details: JSON.stringify(entry.details ?? {}),
      request_id: entry.requestId ?? null,
    })
    .execute();
}

/** Who acts, and in which request; what commands of this module are told beside their input. */
export interface Actor {
  readonly operator: Operator;
  readonly requestId?: string;
}
