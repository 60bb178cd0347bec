import { fail, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { ClaimOfFan } from "../queries/find-claim-of-fan.ts";
import type { ReturnReason } from "../rules/lane-events.ts";
import type { SalesContext } from "../sales-context.ts";
import { askOfClaim, type ClaimKey } from "./ask-of-claim.ts";

/**
 * Sold units come back, for those who wait first. Asking again changes nothing.
 * Failures: lane_closed (the sale is over for good: its units are final), claim_unpaid,
 * claim_not_found, and why there is no lane; after outcome_unknown ask again.
 */
export async function returnClaim(
  context: SalesContext,
  claim: ClaimKey & { readonly reason: ReturnReason },
): Promise<Result<ClaimOfFan>> {
  const { saleId, place, claimId, reason } = claim;
  const asked = await askOfClaim(context, saleId, { type: "return", place, claimId, reason });
  const isOver = !asked.ok && asked.failure.kind === salesFailures.sale_ended;
  if (!isOver) return asked;
  return fail(salesFailures.lane_closed, "The claim stays paid in the sale's report.");
}
