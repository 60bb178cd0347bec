import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { presentRefusal, presentUnavailable } from "../lane/present-answer.ts";
import type { LineOfSale } from "../line/line.ts";
import type { SalesContext } from "../sales-context.ts";
import { findLane } from "./change-state.ts";

/**
 * Gives a fan's claim and place up; its units go to the waiting set.
 * Failures: claim_not_found (also for another fan's claim), claim_over, why there is no
 * lane, and the lane's.
 */
export async function releaseClaim(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
  claimId: string,
): Promise<Result<void>> {
  const running = await findLane(context, line.saleId);
  if (!running.ok) return running;
  const lane = running.value;
  const found = await line.finder.ask(fanId);
  const place = found === undefined ? 0 : lane.places.placeOf(found.number);
  const claim = lane.writer.state.claims.get(place);
  if (claim === undefined || claim.id !== claimId) {
    return fail(salesFailures.claim_not_found, "None of your claims has this id.");
  }
  const answer = await lane.writer.submit({ type: "release", place });
  if (answer.kind === "unavailable") {
    return { ok: false, failure: presentUnavailable(answer.reason) };
  }
  if (answer.reply.ok) return ok(undefined);
  return { ok: false, failure: presentRefusal(answer.reply.refusal, lane, answer.asOf) };
}
