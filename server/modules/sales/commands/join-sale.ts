import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import type { Registration, RegistrationRequest } from "../line/registration-writer.ts";
import type { SignUpOrigin } from "../rules/sign-up-traces.ts";
import { notEligible } from "../line/refused-entrants.ts";
import { isLive } from "../rules/claim-states.ts";
import type { SalesContext } from "../sales-context.ts";

/** What stands for the work that a sale may ask of a browser before it registers. */
export type Entry =
  | { readonly by: "proof"; readonly proof: string | undefined }
  /** The fan followed a link that only their mailbox has. */
  | { readonly by: "mailed-link" }
  /** Who holds a friend code needs no work, and has the right that eligibility is asked for. */
  | { readonly by: "friend-code" };

/**
 * Registers a fan; asking again gives the same registration. A fan whose place was given up, by
 * leaving, releasing or letting the hold expire, gets a new number behind all others.
 * @param origin where the request came from, if a browser brought it; only its hashes are kept
 * Failures: registration_not_open, registration_closing, not_eligible, proof_of_work_needed,
 * proof_of_work_invalid, proof_of_work_expired.
 */
export async function joinSale(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
  entry: Entry,
  origin?: SignUpOrigin,
): Promise<Result<Registration & { latecomer: boolean }>> {
  const terms = await line.terms();
  if (terms === undefined) return notOpen("draft", undefined);
  if (terms.proofOfWorkDifficulty !== null && entry.by === "proof") {
    const proven = await context.proofOfWork.check(entry.proof, line.saleId, fanId);
    if (!proven.ok) return proven;
  }
  const replacing = await withReplacement(context, line, fanId);
  const trace = origin === undefined ? undefined : line.traces.of(origin);
  const request = { ...replacing, isInvited: entry.by === "friend-code", trace };
  const outcome = await line.writer.ask(request);
  if (!outcome.ok) {
    const { state, opensAt, isClosing, missing } = outcome;
    if (missing !== undefined) return notEligible(missing);
    if (isClosing === true) {
      const detail = "The list is being closed. Ask again in a moment; you follow it then.";
      return fail(salesFailures.registration_closing, detail, { retryAfterSeconds: 1 });
    }
    return notOpen(state, opensAt);
  }
  return ok({ ...outcome.registration, latecomer: outcome.latecomer });
}

function notOpen(state: string | undefined, opensAt: Date | undefined): Result<never> {
  const detail =
    opensAt === undefined
      ? `The sale is ${state ?? "gone"}.`
      : `Registration opens at ${opensAt.toISOString()}.`;
  return fail(salesFailures.registration_not_open, detail, {
    extra: { state: state ?? null, registrationOpensAt: opensAt?.toISOString() ?? null },
  });
}

/**
 * Only a lane that runs here can tell that a place was given up; elsewhere there is nothing to
 * tell.
 */
async function withReplacement(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<RegistrationRequest> {
  const lane = context.lanes.find(line.saleId);
  if (lane === undefined || lane.writer.state.claims.size + lane.writer.state.givenUp.size === 0) {
    return { fanId };
  }
  const standing = await line.finder.ask(fanId);
  if (standing === undefined) return { fanId };
  const place = lane.places.placeOf(standing.number);
  const { claims, givenUp, barred } = lane.writer.state;
  const claim = claims.get(place);
  const over = givenUp.has(place) || (claim !== undefined && !isLive(claim.state));
  // Who was barred appeals; a new registration would go around the bar.
  return over && !barred.has(place) ? { fanId, replaces: standing.number } : { fanId };
}
