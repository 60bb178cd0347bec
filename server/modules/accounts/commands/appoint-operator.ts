import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { Platform } from "../../../platform/platform.ts";
import { accountFailures } from "../failures.ts";
import { hasSecondFactor, type StaffMember } from "../queries/list-operators.ts";
import type { OperatorRole } from "../rules/permissions.ts";
import { accountsIn } from "../store.ts";
import { isLastOwner } from "./remove-operator.ts";
import { recordOperatorAction, type Actor } from "./record-operator-action.ts";

/**
 * Gives a fan's account a role of the staff, or another role than before.
 * @returns `fan_not_found` if no account has this e-mail address; `email_not_verified` if its
 * owner never proved to read its mail; `last_owner` if no owner would be left.
 */
export async function appointOperator(
  platform: Pick<Platform, "database" | "clock">,
  input: { readonly email: string; readonly role: OperatorRole },
  actor: Actor,
): Promise<Result<StaffMember>> {
  return inTransaction(platform.database, async (tx) => {
    const accounts = accountsIn(tx);
    const fan = await accounts
      .selectFrom("fans")
      .select(["id", "name", "email", "email_verified", hasSecondFactor.as("hasSecondFactor")])
      .where("email", "=", input.email)
      .executeTakeFirst();
    if (fan === undefined) {
      return fail(accountFailures.fan_not_found, `No account has the address ${input.email}.`);
    }
    if (!fan.email_verified) {
      const detail = `${input.email} must be confirmed before the account gets a role.`;
      return fail(accountFailures.email_not_verified, detail);
    }
    if (input.role !== "owner" && (await isLastOwner(tx, fan.id))) {
      return fail(accountFailures.last_owner, "Appoint another owner first.");
    }
    const appointedAt = new Date(platform.clock.wallMs());
    await accounts
      .insertInto("operators")
      .values({ fan_id: fan.id, role: input.role, appointed_at: appointedAt })
      .onConflict((conflict) =>
        conflict.column("fan_id").doUpdateSet({ role: input.role, appointed_at: appointedAt }),
      )
      .execute();
    await recordOperatorAction(tx, {
      ...actor,
      action: "operator.appointed",
      subject: `fan:${fan.id}`,
      details: { role: input.role },
    });
    const { id, name, email, hasSecondFactor: isSafe } = fan;
    return ok({ id, name, email, role: input.role, appointedAt, hasSecondFactor: isSafe });
  });
}
