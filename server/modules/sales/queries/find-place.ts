import { fail, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import type { LineOfSale } from "../line/line.ts";
import { failWithoutRegistration } from "../line/refused-entrants.ts";
import { encodePass } from "../rules/pass.ts";
import type { SalesContext } from "../sales-context.ts";

/** A pass is given for this long; it can be had again at any time. */
const PASS_SECONDS = 7 * 24 * 3600;

export interface FoundPlace {
  readonly number: number;
  /** In an open sale the number again: it has no places. */
  readonly place: number;
  readonly isDrawn: boolean;
  readonly pass: string;
  readonly passExpiresAt: Date;
}

/**
 * A fan's place with the pass to claim from it, at any time after the draw.
 * Failures: registration_not_found, not_eligible, place_not_drawn.
 */
export async function findPlace(
  context: SalesContext,
  line: LineOfSale,
  fanId: string,
): Promise<Result<FoundPlace>> {
  const found = await line.finder.ask(fanId);
  if (found === undefined) {
    return failWithoutRegistration(context, line, fanId, "Register first.");
  }
  const places = await line.places();
  if (places === undefined) {
    return fail(salesFailures.place_not_drawn, "Places are drawn when registration is over.");
  }
  const place = places.placeOf(found.number);
  const expiresAtSeconds = Math.floor(context.platform.clock.wallMs() / 1000) + PASS_SECONDS;
  return ok({
    number: found.number,
    place,
    isDrawn: places.isDrawn,
    pass: encodePass({ saleId: line.saleId, fanId, place, expiresAtSeconds }, line.passKey),
    passExpiresAt: new Date(expiresAtSeconds * 1000),
  });
}
