import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { salesFailures } from "../failures.ts";
import { hasLane } from "../rules/sale-states.ts";
import type { SalesContext } from "../sales-context.ts";
import { salesIn } from "../store.ts";
import { askLane, audit, lockFor } from "./change-state.ts";

/**
 * Takes a code back that nobody has redeemed; its units are free again. Asking again changes
 * nothing.
 * Failures: sale_not_found, wrong_sale_state, code_unknown, code_used, and the lane's.
 */
export async function revokeFriendCode(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  number: number,
): Promise<Result<void>> {
  const { clock, database, events } = context.platform;
  const allowed = await inTransaction(database, async (tx) => {
    const locked = await lockFor(tx, saleId, "issue-codes");
    if (!locked.ok) return locked;
    const row = await salesIn(tx)
      .selectFrom("friend_codes")
      .select("state")
      .where("sale_id", "=", saleId)
      .where("number", "=", number)
      .executeTakeFirst();
    if (row === undefined) {
      return fail(salesFailures.code_unknown, `This sale has no code with the number ${number}.`);
    }
    if (row.state === "redeemed") return fail(salesFailures.code_used, "Its claim stands.");
    await audit(context, tx, actor, "sale.friend-code-revoked", saleId, { number });
    return ok(locked.value);
  });
  if (!allowed.ok) return allowed;
  if (hasLane(allowed.value.kind, allowed.value.state)) {
    const answer = await askLane(context, saleId, { type: "revoke-code", codeNumber: number });
    // The lane does not know a code whose issuing it never heard of; then the table alone counts.
    if (!answer.ok && answer.failure.kind !== salesFailures.code_unknown) return answer;
  }
  return inTransaction(database, async (tx) => {
    const revoked = await salesIn(tx)
      .updateTable("friend_codes")
      .set({ state: "revoked", ended_at: new Date(clock.wallMs()) })
      .where("sale_id", "=", saleId)
      .where("number", "=", number)
      .where("state", "in", ["planned", "issued"])
      .returning("granted_to")
      .executeTakeFirst();
    if (revoked !== undefined) {
      const payload = { saleId, number, fanId: revoked.granted_to };
      await events.record(tx, { type: "FriendCodeRevoked", subject: `sale:${saleId}`, payload });
    }
    return ok(undefined);
  });
}
