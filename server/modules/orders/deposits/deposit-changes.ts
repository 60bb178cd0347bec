import { sql } from "kysely";
import type { Database, Tx } from "../../../platform/database/database.ts";
import type { DepositReturnReason } from "../rules/deposit-returns.ts";

/** Names the lock under which changes get their numbers: the first letters of `deposit changes`. */
const CHANGES_LOCK = 0x64_63_68_67;

/** Numbers the change as `recordChanges` does for orders. Call it last. */
export async function recordDepositChange(
  tx: Tx,
  depositId: string,
  change: "received" | "returned",
  now: Date,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CHANGES_LOCK}::bigint)`.execute(tx);
  await sql`
    insert into orders.deposit_changes (deposit_id, change, changed_at)
    values (${depositId}, ${change}, ${now})`.execute(tx);
}

/** A deposit's money is ours, or is given back. */
export interface ChangeOfDeposit {
  readonly sequence: number;
  readonly depositId: string;
  readonly saleId: string;
  /** Null once the account was erased. */
  readonly fanId: string | null;
  readonly change: "received" | "returned";
  readonly currency: string;
  readonly amountMinor: number;
  /** Why it went back; null for `received`. */
  readonly reason: DepositReturnReason | null;
  readonly changedAt: Date;
}

/** The changes after a sequence, in order. Nothing ever appears below what was listed. */
export async function listDepositChanges(
  database: Database,
  after: number,
  limit: number,
): Promise<ChangeOfDeposit[]> {
  const { rows } = await sql<ChangeOfDeposit>`
    select c.sequence, c.deposit_id as "depositId", d.sale_id as "saleId", d.fan_id as "fanId",
      c.change, d.currency, d.amount_minor as "amountMinor",
      case c.change when 'returned' then d.reason end as reason, c.changed_at as "changedAt"
    from orders.deposit_changes c join orders.deposits d on d.id = c.deposit_id
    where c.sequence > ${after} order by c.sequence limit ${limit}`.execute(database.kysely);
  return rows;
}
