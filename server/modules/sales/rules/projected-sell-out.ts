/** What the projection looks at. */
export interface SellOutView {
  readonly isSelling: boolean;
  /** Units that nobody holds. */
  readonly freeUnits: number;
  /** Units that went in the last seconds, less those that came back, a second. */
  readonly takenPerSecond: number;
}

/** Beyond this a projection would be a guess. */
const FARTHEST_MS = 24 * 60 * 60 * 1000;

/**
 * In how many ms no unit will be free if all goes on as in the last seconds. Null where nothing can
 * be said: the line is stopped, no unit is free, none goes, or it would take more than a day.
 */
export function projectSellOutMs(view: SellOutView): number | null {
  if (!view.isSelling || view.freeUnits <= 0 || view.takenPerSecond <= 0) return null;
  const ms = (view.freeUnits / view.takenPerSecond) * 1000;
  return ms > FARTHEST_MS ? null : Math.round(ms);
}
