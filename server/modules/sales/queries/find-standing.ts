import { ok, type Failure, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { ClaimReceipt } from "../lane/running-lane.ts";
import type { LineOfSale } from "../line/line.ts";
import { findRefusal } from "../line/refused-entrants.ts";
import type { MissingClause } from "../rules/eligibility.ts";
import type { SalesContext } from "../sales-context.ts";
import { type BarOfPlace, findBar } from "./find-bar.ts";
import { type ClaimOfFan, claimOfFan } from "./find-claim-of-fan.ts";
import { findClaim } from "./find-claim.ts";
import { findPlace, type FoundPlace } from "./find-place.ts";

/** How a fan stands in a sale, as far as it is known here. */
export interface Standing {
  /** The order of arrival; undefined for who is not registered. */
  readonly number: number | undefined;
  readonly registeredAt: Date | undefined;
  /** Undefined before the draw. */
  readonly place: FoundPlace | undefined;
  /** Whether the place was left, or lost with a claim. */
  readonly isGivenUp: boolean;
  readonly bar: BarOfPlace | undefined;
  /** What was missing when the closing took the fan off the list; undefined for all others. */
  readonly refusedFor: readonly MissingClause[] | undefined;
  readonly claim: ClaimOfFan | undefined;
  readonly receipt: ClaimReceipt | undefined;
  /** Why nothing can be told of claims now: the lane runs elsewhere, or was halted. */
  readonly laneFailure: Failure | undefined;
}

const NOT_REGISTERED: Standing = {
  number: undefined,
  registeredAt: undefined,
  place: undefined,
  isGivenUp: false,
  bar: undefined,
  refusedFor: undefined,
  claim: undefined,
  receipt: undefined,
  laneFailure: undefined,
};

/** Everything that a fan's own page of a sale shows. */
export async function findStanding(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<Standing>> {
  const registration = await line.finder.ask(fanId);
  // Of a sale that is over, the claim is told by the tables even after the fan has left.
  const claim = await findClaim(context, line, fanId);
  const found = {
    claim: claim.ok ? claimOfFan(claim.value.claim) : undefined,
    receipt: claim.ok ? claim.value.receipt : undefined,
    laneFailure: claim.ok || isNoClaim(claim.failure) ? undefined : claim.failure,
  };
  if (registration === undefined) {
    const refusedFor = await findRefusal(context, line, fanId);
    return ok({ ...NOT_REGISTERED, ...found, refusedFor });
  }
  const { number, registeredAt } = registration;
  const place = await findPlace(context, line, fanId);
  if (!place.ok) return ok({ ...NOT_REGISTERED, ...found, number, registeredAt });
  const lane = context.lanes.find(line.saleId);
  return ok({
    ...NOT_REGISTERED,
    ...found,
    number,
    registeredAt,
    place: place.value,
    isGivenUp: lane?.writer.state.givenUp.has(place.value.place) ?? false,
    bar: await findBar(context, line, place.value.place),
  });
}

function isNoClaim({ kind }: Failure): boolean {
  return kind === salesFailures.claim_not_found;
}
