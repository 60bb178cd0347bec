/** What is known of a line; all of it stands in the public `now` and in the sale's terms. */
export interface LineView {
  /** The fan's place, counted from 1. */
  readonly place: number;
  readonly admittedThrough: number;
  readonly admittedPerMinute: number;
  readonly freeUnits: number;
  /** Units held or sold, and the claims that took them. */
  readonly takenUnits: number;
  readonly takenClaims: number;
  /** The most units that one claim may ask for, of all variants together. */
  readonly claimLimit: number;
  /** Places called beyond what the stock would serve, as a share; one of the sale's terms. */
  readonly admissionMargin: number;
}

/** Places that have not been called yet and stand before the fan. */
export function placesAhead({ place, admittedThrough }: LineView): number {
  return Math.max(0, place - 1 - admittedThrough);
}

/** Seconds until the turn at the present pace; undefined while the line stands still. */
export function expectedWaitSeconds(view: LineView): number | undefined {
  if (view.place <= view.admittedThrough) return 0;
  if (view.admittedPerMinute <= 0) return undefined;
  return ((view.place - view.admittedThrough) / view.admittedPerMinute) * 60;
}

/**
 * How likely a unit is still there when the fan's turn comes.
 * - `assured`: there is one even if everybody ahead takes as much as a claim may.
 * - `unknown`: too few have had their turn to say how many of them claim.
 * - `none-free`: no unit is free; only units that come back could still be had.
 */
export type Chance =
  | { readonly kind: "assured" | "unknown" | "none-free" }
  | {
      readonly kind: "estimated";
      /** Of 100 fans in this place, so many would find a unit: 1 to 99. */
      readonly inHundred: number;
      /** Of 100 places called, so many units were taken. */
      readonly takenPerHundred: number;
    };

/** From this many places on whose turn has passed, their share says something of those to come. */
const PLACES_FOR_A_SHARE = 50;
/** As the admission rule: from this many claims on, their mean says what the next will take. */
const CLAIMS_FOR_A_MEAN = 100;

/**
 * The method, which the page tells too: of the places called so far, leave out those who may still
 * be choosing (as many as the free units were called for). The rest show how many units a place
 * takes. If everybody before the fan behaves like them, the demand before the fan is about normally
 * distributed (each place takes nothing or what a claim takes; the share itself was counted on a
 * sample). The chance is the probability that this demand leaves a unit. Places given up or barred
 * are counted as if they could claim, and units that may come back are not: both make the chance
 * look smaller than it is, never larger.
 */
export function chanceOf(view: LineView): Chance {
  const { place, freeUnits, takenUnits, takenClaims, claimLimit } = view;
  if (freeUnits <= 0) return { kind: "none-free" };
  const perClaim = takenClaims >= CLAIMS_FOR_A_MEAN ? takenUnits / takenClaims : claimLimit;
  const choosing = Math.ceil((freeUnits / perClaim) * (1 + view.admissionMargin));
  const settled = Math.max(0, view.admittedThrough - choosing);
  const before = Math.max(0, place - 1 - settled);
  if (before * claimLimit < freeUnits) return { kind: "assured" };
  if (settled < PLACES_FOR_A_SHARE) return { kind: "unknown" };
  const share = Math.min(perClaim, takenUnits / settled);
  const spread = share * (perClaim - share);
  const deviation = Math.sqrt(before * spread + (before * before * spread) / settled);
  const room = freeUnits - 0.5 - before * share;
  const likelihood = deviation === 0 ? (room > 0 ? 1 : 0) : normal(room / deviation);
  return {
    kind: "estimated",
    inHundred: Math.min(99, Math.max(1, Math.round(likelihood * 100))),
    takenPerHundred: Math.round(share * 100),
  };
}

/**
 * The standard normal distribution function, by Abramowitz and Stegun 26.2.17; its error is below
 * 7.5e-8.
 */
function normal(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
