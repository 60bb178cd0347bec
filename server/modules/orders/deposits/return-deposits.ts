import { sql } from "kysely";
import type { Tx } from "../../../platform/database/database.ts";
import type { DepositReturnReason } from "../rules/deposit-returns.ts";
import { returnSteps } from "../rules/deposit-states.ts";

export interface DepositReturn {
  readonly depositId: string;
  readonly reason: DepositReturnReason;
}

/**
 * Sends live deposits back; from then on they no longer count. The money follows by the protocol,
 * now or by the recovery. Those that are live no more stay as they are.
 * @returns how many go back
 */
export async function returnDeposits(
  tx: Tx,
  returns: readonly DepositReturn[],
  now: Date,
): Promise<number> {
  if (returns.length === 0) return 0;
  const ids = returns.map((one) => one.depositId);
  // Locked in one order by everybody, so that nobody waits in a circle.
  await sql`
    select from orders.deposits where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
  const { numAffectedRows } = await sql`
    update orders.deposits d set state = steps.next, reason = n.reason,
      changed_at = ${now}::timestamptz, look_at = ${now}::timestamptz
    from unnest(${ids}::uuid[], ${returns.map((one) => one.reason)}::text[]) as n (id, reason),
      unnest(${returnSteps.map(({ from }) => from)}::text[],
        ${returnSteps.map(({ to }) => to)}::text[]) as steps (standing, next)
    where d.id = n.id and d.state = steps.standing`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
