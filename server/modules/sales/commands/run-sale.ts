import { inTransaction } from "../../../platform/database/database.ts";
import { ok, type Result } from "../../../platform/failure.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale, type Sale } from "../store.ts";
import { issuePlannedCodes } from "./issue-planned-codes.ts";
import { audit, changeByLane, lockFor, moveSale, type Actor } from "./change-state.ts";

/** Takes claims from now on. Failures: sale_not_found, wrong_sale_state, and the lane's. */
export async function openSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  // The units of codes that were made before there was a lane are kept before anybody can claim.
  const lane = await context.lanes.ensure(saleId);
  if (lane !== undefined) await issuePlannedCodes(context.platform, lane);
  return changeByLane(context, actor, saleId, {
    action: "open",
    audit: "sale.opened",
    event: "SaleOpened",
    command: { type: "open" },
  });
}

/** Stops the line; those already admitted may claim. Failures: as for opening. */
export function pauseAdmission(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  return changeByLane(context, actor, saleId, {
    action: "pause",
    audit: "sale.admission-paused",
    event: "AdmissionPaused",
    command: { type: "pause" },
  });
}

/** Lets the line move again. Failures: as for opening. */
export function resumeAdmission(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  return changeByLane(context, actor, saleId, {
    action: "resume",
    audit: "sale.admission-resumed",
    event: "AdmissionResumed",
    command: { type: "resume" },
  });
}

/**
 * Ends the sale. Open holds stand until they end; nobody waits any longer. Failures: as for
 * opening.
 */
export function stopSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
  reason: string,
): Promise<Result<Sale>> {
  return changeByLane(context, actor, saleId, {
    action: "stop",
    audit: "sale.stopped",
    event: "SaleEnded",
    command: { type: "end", reason },
    details: { reason },
  });
}

/** Calls a sale off before its places are drawn. Failures: sale_not_found, wrong_sale_state. */
export function cancelSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  return inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "cancel");
    if (!locked.ok) return locked;
    await audit(context, tx, actor, "sale.cancelled", saleId);
    await moveSale(context, tx, locked.value, "cancel", "SaleCancelled");
    return ok((await lockSale(tx, saleId)) ?? locked.value);
  });
}
