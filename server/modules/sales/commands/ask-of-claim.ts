import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { presentClaim, presentRefusal, presentUnavailable } from "../lane/present-answer.ts";
import { claimOfFan, type ClaimOfFan } from "../queries/find-claim-of-fan.ts";
import type { LaneCommand } from "../rules/lane-commands.ts";
import type { SalesContext } from "../sales-context.ts";
import { findLane } from "./change-state.ts";

/** Names one claim; the place alone would also name what that place claims later. */
export interface ClaimKey {
  readonly saleId: string;
  readonly place: number;
  readonly claimId: string;
}

/** Asks the lane for a change of one claim. Resolves when it is durable. Failures: the lane's. */
export async function askOfClaim(
  context: SalesContext,
  saleId: string,
  command: LaneCommand,
): Promise<Result<ClaimOfFan>> {
  const found = await findLane(context, saleId);
  if (!found.ok) return found;
  const lane = found.value;
  const answer = await lane.writer.submit(command);
  if (answer.kind === "unavailable") {
    return { ok: false, failure: presentUnavailable(answer.reason) };
  }
  const { reply, asOf } = answer;
  if (!reply.ok) return { ok: false, failure: presentRefusal(reply.refusal, lane, asOf) };
  if (reply.claim === undefined) return fail(salesFailures.claim_not_found, "There is no claim.");
  return ok(claimOfFan(presentClaim(lane, reply.claim)));
}
