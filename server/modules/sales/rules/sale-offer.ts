import type { SaleKind } from "./sale-states.ts";

/** What an operator offers: the terms of a sale before they freeze. Times in ms since 1970. */
export interface SaleOffer {
  readonly kind: SaleKind;
  readonly variants: readonly {
    readonly variantId: string;
    readonly stock: number;
    readonly claimLimit: number;
  }[];
  readonly drawMode: "beacon" | "beaconless" | null;
  readonly registrationOpensAt: number | null;
  readonly registrationClosesAt: number | null;
  readonly opensAt: number | null;
  readonly endsAt: number | null;
}

/** A lane counts units in memory and places in 32 bits; this leaves both far from their ends. */
const UNITS_MOST = 100_000_000;

/** A problem of an offer: the field and a sentence for people. */
export interface OfferProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * Whether the terms fit together.
 * @param beaconTimeMs when the round that a closing time is bound to is published
 */
export function findOfferProblems(
  offer: SaleOffer,
  beaconTimeMs: (closesAtMs: number) => number,
): OfferProblem[] {
  const problems: OfferProblem[] = [];
  const add = (field: string, message: string) => problems.push({ field, message });
  const ids = new Set(offer.variants.map((variant) => variant.variantId));
  if (ids.size !== offer.variants.length) add("variants", "A variant stands twice in the sale.");
  const units = offer.variants.reduce((sum, variant) => sum + variant.stock, 0);
  if (units === 0) add("variants", "The sale has no units.");
  if (units > UNITS_MOST) add("variants", `A sale has at most ${UNITS_MOST} units.`);
  if (offer.kind === "open") {
    if (offer.drawMode !== null) add("drawMode", "An open sale has no draw.");
    if (offer.registrationClosesAt !== null) {
      add("registrationClosesAt", "Registration for an open sale does not close.");
    }
  } else if (offer.drawMode === null) {
    add("drawMode", "A sale with a draw says how it is drawn: beacon or beaconless.");
  }
  addTimeProblems(offer, beaconTimeMs, add);
  return problems;
}

function addTimeProblems(
  offer: SaleOffer,
  beaconTimeMs: (closesAtMs: number) => number,
  add: (field: string, message: string) => void,
): void {
  const { registrationOpensAt, registrationClosesAt, opensAt, endsAt } = offer;
  if (offer.drawMode === "beacon" && registrationClosesAt === null) {
    add("registrationClosesAt", "A draw by beacon needs a closing time, which fixes its round.");
  }
  const isAfter = (later: number | null, earlier: number | null) =>
    later === null || earlier === null || later > earlier;
  if (!isAfter(registrationClosesAt, registrationOpensAt)) {
    add("registrationClosesAt", "Registration closes before it opens.");
  }
  const registrationOverAt = registrationClosesAt ?? registrationOpensAt;
  if (!isAfter(opensAt, registrationOverAt)) {
    add("opensAt", "The sale opens before registration is over.");
  }
  if (!isAfter(endsAt, opensAt ?? registrationOverAt)) {
    add("endsAt", "The sale ends before it opens.");
  }
  if (offer.drawMode === "beacon" && registrationClosesAt !== null && opensAt !== null) {
    if (opensAt <= beaconTimeMs(registrationClosesAt)) {
      add("opensAt", "The sale opens before the beacon's round that draws it.");
    }
  }
}
