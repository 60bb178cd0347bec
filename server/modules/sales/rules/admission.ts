/** What the admission rule looks at. */
export interface AdmissionView {
  /** Units that nobody holds. */
  readonly freeUnits: number;
  /** Fans in the waiting set: returned units are theirs first. */
  readonly waitingClaims: number;
  readonly admittedThrough: number;
  /** The highest place that exists, latecomers included. */
  readonly highestPlace: number;
  /** Places whose turn has begun and not ended, and that have neither claimed nor been given up. */
  readonly outstanding: number;
  /** Claims so far and the units that they asked for. */
  readonly claims: number;
  readonly claimedUnits: number;
  /** The most units that one claim may ask for. */
  readonly unitsPerClaimLimit: number;
  /** Places admitted beyond those that the stock would serve, as a share of them. */
  readonly margin: number;
}

/** From this many claims on, their mean says how many units the next will ask for. */
const CLAIMS_FOR_A_MEAN = 100;

/**
 * How far the line is admitted: so many places that, if each of them claims, the free units go,
 * and a margin more, so that units given up find a fan at once. Places that have had their turn
 * and did not come no longer count, so their units move on. With no free unit nobody is admitted:
 * nobody is called for stock that is gone.
 */
export function admitThrough(view: AdmissionView): number {
  if (view.freeUnits <= 0 || view.waitingClaims > 0) return view.admittedThrough;
  const unitsPerClaim =
    view.claims >= CLAIMS_FOR_A_MEAN ? view.claimedUnits / view.claims : view.unitsPerClaimLimit;
  const wanted = Math.ceil((view.freeUnits / unitsPerClaim) * (1 + view.margin));
  const more = wanted - view.outstanding;
  if (more <= 0) return view.admittedThrough;
  return Math.max(view.admittedThrough, Math.min(view.highestPlace, view.admittedThrough + more));
}

/** Polls are never asked for more often, however short the line. */
const POLL_LEAST_MS = 2_000;
/** Nor less often, however long: a fan must notice the turn. */
const POLL_MOST_MS = 120_000;

/**
 * How long a waiting fan should wait between two polls of `now`, in milliseconds: never so short
 * that the line together polls faster than the server bears, short of the longest pause.
 */
export function pollIntervalMs(fansWaiting: number, pollsPerSecond: number): number {
  const interval = (fansWaiting / pollsPerSecond) * 1000;
  return Math.ceil(Math.min(POLL_MOST_MS, Math.max(POLL_LEAST_MS, interval)));
}

/** A turn lasts at least this long, so that a person can act in it. */
const TURN_LEAST_MS = 60_000;

/** How long a turn lasts: at least three poll intervals, with their jitter. */
export function turnMs(pollInterval: number): number {
  return Math.max(TURN_LEAST_MS, Math.ceil(pollInterval * POLL_JITTER_MOST * 3));
}

/** A poll comes between these multiples of the interval, so that fans do not poll in step. */
export const POLL_JITTER_LEAST = 0.75;
export const POLL_JITTER_MOST = 1.25;
