import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import { salesFailures } from "../failures.ts";
import type { AsOf } from "../lane/lane-answers.ts";
import { presentRefusal, presentUnavailable } from "../lane/present-answer.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import type { ClaimLines } from "../rules/claim-lines.ts";
import type { ClaimView } from "../rules/lane-commands.ts";

export interface MadeClaim {
  readonly claim: ClaimView;
  /** Whether this request made it; asking again gives the same claim. */
  readonly isNew: boolean;
  readonly asOf: AsOf;
}

/**
 * Makes the one claim of a place. The path of the crowd: nothing but the lane and its log stands
 * behind it. Resolves when the outcome is durable.
 * Failures: the lane's.
 * @param lines of the lane's own pool
 */
export async function makeClaim(
  lane: RunningLane,
  place: number,
  lines: ClaimLines,
): Promise<Result<MadeClaim>> {
  const answer = await lane.writer.submit({
    type: "claim",
    place,
    claimId: newId<"claim">(),
    lines,
  });
  if (answer.kind === "unavailable") {
    return { ok: false, failure: presentUnavailable(answer.reason) };
  }
  const { reply, asOf } = answer;
  if (!reply.ok) return { ok: false, failure: presentRefusal(reply.refusal, lane, asOf) };
  if (reply.claim === undefined) return fail(salesFailures.claim_not_found, "There is no claim.");
  return ok({ claim: reply.claim, isNew: reply.changed, asOf });
}
