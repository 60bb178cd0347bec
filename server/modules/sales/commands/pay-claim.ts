import type { Result } from "../../../platform/failure.ts";
import type { ClaimOfFan } from "../queries/find-claim-of-fan.ts";
import type { SalesContext } from "../sales-context.ts";
import { askOfClaim, type ClaimKey } from "./ask-of-claim.ts";

/**
 * The money is authorised: the units are sold, and the money may be taken once this resolves.
 * Failures: claim_over (too late: void the authorisation), claim_not_found, claim_unpaid, and why
 * there is no lane; after outcome_unknown ask again.
 */
export function payClaim(context: SalesContext, claim: ClaimKey): Promise<Result<ClaimOfFan>> {
  const { saleId, place, claimId } = claim;
  return askOfClaim(context, saleId, { type: "pay", place, claimId });
}
