/** What a lull may save up, so that a limited line does not jump when units come back. */
const BURST_MS = 1_000;

/** An operator's limit of how fast a line moves, and how far it has been used. */
export interface AdmissionLimit {
  readonly placesPerMinute: number;
  /** Lane time in ms up to which the places that the limit allows have been admitted. */
  readonly usedThrough: number;
}

/** The limit as it begins: from now on, and nothing saved up. */
export function beginLimit(placesPerMinute: number, at: number): AdmissionLimit {
  return { placesPerMinute, usedThrough: at };
}

/** How many places may be admitted now. @param at lane time in ms */
export function placesAllowed(limit: AdmissionLimit, at: number): number {
  return Math.floor((at - unusedSince(limit, at)) / msPerPlace(limit));
}

/**
 * The limit after so many places were admitted. What is left of a place counts for the next, so
 * that over a minute the limit is reached, and never passed by more than a second's places.
 */
export function useLimit(limit: AdmissionLimit, places: number, at: number): AdmissionLimit {
  const usedThrough = unusedSince(limit, at) + places * msPerPlace(limit);
  return { ...limit, usedThrough };
}

function unusedSince(limit: AdmissionLimit, at: number): number {
  return Math.max(limit.usedThrough, at - BURST_MS - msPerPlace(limit));
}

function msPerPlace({ placesPerMinute }: AdmissionLimit): number {
  return 60_000 / placesPerMinute;
}
