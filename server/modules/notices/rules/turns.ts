/** What of a sale and its `now` document says whose turn is near. Times in ms since 1970. */
export interface TurnView {
  readonly state: string;
  readonly opensAt: number | null;
  readonly admittedThrough: number;
  readonly admittedPerMinute: number;
  readonly places: number;
  readonly freeUnits: number;
  readonly claimLimit: number;
  /** Places called beyond what the stock would serve, as a share. */
  readonly admissionMargin: number;
}

/** A turn that is expected within this time is near: who reads the mail can be there. */
const NEAR_MINUTES = 5;
/**
 * So many places are near however slow the line seems: it moves by jumps, when holds end, and its
 * pace says nothing while it stands.
 */
const NEAR_PLACES = 20;
/** Before the opening, whoever is called in its first second is told this long before it. */
const OPENING_MINUTES = 10;
/** Nobody is told of an opening more than a day ahead, however many are to be told. */
const OPENING_MOST_MINUTES = 24 * 60;

const MINUTE_MS = 60_000;

/**
 * Up to which place a turn is near; 0 where none is. While no unit is free nobody's is: nobody is
 * called for stock that is gone.
 */
export function nearThrough(view: TurnView, mailsPerMinute: number, now: number): number {
  if (view.freeUnits <= 0) return 0;
  if (view.state === "drawn") return nearAtOpening(view, mailsPerMinute, now);
  if (view.state !== "selling") return 0;
  const ahead = Math.max(NEAR_PLACES, Math.ceil(view.admittedPerMinute * NEAR_MINUTES));
  return Math.min(view.places, view.admittedThrough + ahead);
}

/** As many as the opening calls; early enough that the last of their mails leaves in time. */
function nearAtOpening(view: TurnView, mailsPerMinute: number, now: number): number {
  if (view.opensAt === null) return 0;
  const called = Math.ceil((view.freeUnits / view.claimLimit) * (1 + view.admissionMargin));
  const near = Math.min(view.places, called);
  const lead = Math.min(OPENING_MINUTES + near / mailsPerMinute, OPENING_MOST_MINUTES);
  return now >= view.opensAt - lead * MINUTE_MS ? near : 0;
}
