import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import type { Registration, RegistrationRequest } from "../line/registration-writer.ts";
import { isLive } from "../rules/claim-states.ts";
import type { SalesContext } from "../sales-context.ts";

/**
 * Registers a fan; asking again gives the same registration. A fan whose place was given up, by
 * leaving, releasing or letting the hold expire, gets a new number behind all others.
 * Failures: registration_not_open, registration_closing.
 */
export async function joinSale(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<Registration & { latecomer: boolean }>> {
  const request = await withReplacement(context, line, fanId);
  const outcome = await line.writer.ask(request);
  if (!outcome.ok) {
    const { state, opensAt, isClosing } = outcome;
    if (isClosing === true) {
      const detail = "The list is being closed. Ask again in a moment; you follow it then.";
      return fail(salesFailures.registration_closing, detail, { retryAfterSeconds: 1 });
    }
    const detail =
      opensAt === undefined
        ? `The sale is ${state ?? "gone"}.`
        : `Registration opens at ${opensAt.toISOString()}.`;
    return fail(salesFailures.registration_not_open, detail, {
      extra: { state: state ?? null, registrationOpensAt: opensAt?.toISOString() ?? null },
    });
  }
  return ok({ ...outcome.registration, latecomer: outcome.latecomer });
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
