import type { Result } from "../../../platform/failure.ts";
import type { ClaimOfFan } from "../queries/find-claim-of-fan.ts";
import type { SalesContext } from "../sales-context.ts";
import { askOfClaim, type ClaimKey } from "./ask-of-claim.ts";

/**
 * The fan begins to pay: the hold is extended once, so that nobody loses it meanwhile.
 * Failures: claim_not_found, claim_waiting, claim_over, and why there is no lane.
 */
export function beginPayment(context: SalesContext, claim: ClaimKey): Promise<Result<ClaimOfFan>> {
  const { saleId, place, claimId } = claim;
  return askOfClaim(context, saleId, { type: "begin-payment", place, claimId });
}
