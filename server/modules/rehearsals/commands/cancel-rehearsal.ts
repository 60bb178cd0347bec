import { inTransaction } from "../../../platform/database/database.ts";
import { fail, type Result } from "../../../platform/failure.ts";
import type { Actor } from "../../accounts/index.ts";
import { rehearsalFailures as failures } from "../failures.ts";
import { findRehearsal } from "../queries/find-rehearsal.ts";
import type { RehearsalDeps, RehearsalRow } from "../store.ts";

/**
 * Ends a rehearsal before its time, and returns when its server and its database are gone.
 * @returns `rehearsal_not_found`, `rehearsal_over` or `rehearsal_elsewhere`
 */
export async function cancelRehearsal(
  deps: RehearsalDeps,
  id: string,
  actor: Actor,
): Promise<Result<RehearsalRow>> {
  const found = await findRehearsal(deps, id);
  if (!found.ok) return found;
  if (found.value.state !== "running") {
    return fail(failures.rehearsal_over, `It is ${found.value.state}; nothing is left to end.`);
  }
  const run = deps.desk.find(id);
  if (run === undefined) {
    return fail(failures.rehearsal_elsewhere, "Ask the server that runs it.");
  }
  await inTransaction(deps.platform.database, (tx) =>
    deps.accounts.recordOperatorAction(tx, {
      ...actor,
      action: "rehearsal.cancelled",
      subject: `rehearsal:${id}`,
    }),
  );
  await deps.desk.cancel(run);
  return findRehearsal(deps, id);
}
