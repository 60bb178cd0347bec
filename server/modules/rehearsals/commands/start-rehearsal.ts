import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { Actor } from "../../accounts/index.ts";
import { rehearsalFailures as failures } from "../failures.ts";
import { describeMachine, type RunOptions } from "../run/run-desk.ts";
import { markLost, rehearsalsIn, type RehearsalDeps, type RehearsalRow } from "../store.ts";

const SALE_NEAR_MS = 3_600_000;

/**
 * Starts a rehearsal on this server.
 * @param evenSo starts it although it takes the cores of a sale that sells or opens soon
 * @returns `sale_near` with the sale, or `rehearsal_running`
 */
export async function startRehearsal(
  deps: RehearsalDeps,
  options: RunOptions,
  evenSo: boolean,
  actor: Actor,
): Promise<Result<RehearsalRow>> {
  const { desk, platform, sales, accounts } = deps;
  const near = await sales.findSaleUnderWay(new Date(desk.now().getTime() + SALE_NEAR_MS));
  if (near !== undefined && !evenSo) {
    const detail =
      "A rehearsal takes the cores of a sale that is selling or opens within the hour.";
    const opensAt = near.opensAt?.toISOString() ?? null;
    return fail(failures.sale_near, detail, { extra: { saleId: near.id, opensAt } });
  }
  const lock = await desk.takeLock();
  if (lock === undefined) {
    return fail(failures.rehearsal_running, "One rehearsal runs at a time. Wait for it or end it.");
  }
  const id = newId<"rehearsal">();
  try {
    const row = await inTransaction(platform.database, async (tx) => {
      const rehearsals = rehearsalsIn(tx);
      await markLost(rehearsals, desk.now());
      await accounts.recordOperatorAction(tx, {
        ...actor,
        action: "rehearsal.started",
        subject: `rehearsal:${id}`,
        details: { ...options, evenSo: near !== undefined },
      });
      return rehearsals
        .insertInto("rehearsals")
        .values({
          id,
          ...options,
          started_at: desk.now(),
          started_by: actor.operator.name,
          machine: describeMachine(),
          version: deps.version,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    desk.start(id, options, lock);
    return ok(row);
  } catch (error) {
    await lock.letGo();
    throw error;
  }
}
