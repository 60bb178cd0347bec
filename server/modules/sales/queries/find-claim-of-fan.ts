import { ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { PresentedClaim } from "../lane/present-answer.ts";
import type { SalesContext } from "../sales-context.ts";
import { findClaim } from "./find-claim.ts";

/** A fan's claim as other modules see it. */
export interface ClaimOfFan extends Omit<PresentedClaim, "expiresAt"> {
  /** When the hold ends; null where none is open. */
  readonly expiresAt: Date | null;
}

export function claimOfFan(claim: PresentedClaim): ClaimOfFan {
  const expiresAt = claim.expiresAt === null ? null : new Date(claim.expiresAt);
  return { ...claim, expiresAt };
}

/**
 * The fan's latest claim in the sale; undefined where the fan made none, or there is no such sale.
 * Failures: lane_elsewhere, sale_halted.
 */
export async function findClaimOfFan(
  context: SalesContext,
  saleId: string,
  fanId: string,
): Promise<Result<ClaimOfFan | undefined>> {
  const line = await context.line.find(saleId);
  if (line === undefined) return ok(undefined);
  const found = await findClaim(context, line, fanId);
  if (found.ok) return ok(claimOfFan(found.value.claim));
  if (found.failure.kind === salesFailures.claim_not_found) return ok(undefined);
  return found;
}
