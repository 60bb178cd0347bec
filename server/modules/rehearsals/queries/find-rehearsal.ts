import { fail, ok, type Result } from "../../../platform/failure.ts";
import { rehearsalFailures as failures } from "../failures.ts";
import { rehearsalsOf, type RehearsalDeps, type RehearsalRow } from "../store.ts";

/** The rehearsal as it is now. @returns `rehearsal_not_found` */
export async function findRehearsal(
  deps: Pick<RehearsalDeps, "desk" | "platform">,
  id: string,
): Promise<Result<RehearsalRow>> {
  const load = () =>
    rehearsalsOf(deps.platform)
      .selectFrom("rehearsals")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirst();
  let row = await load();
  if (row?.state === "running" && deps.desk.find(id) === undefined) {
    await deps.desk.settleLost();
    row = await load();
  }
  return row === undefined ? fail(failures.rehearsal_not_found, `There is no ${id}.`) : ok(row);
}
