/** More in one transaction would hold its locks for too long. */
const BATCH_MOST = 500;
/** A batch's mails stand for this much of the rate, so that urgent ones wait no longer. */
const BATCH_SECONDS = 5;

/** How many mails a batch writes at most. */
export function batchSize(mailsPerMinute: number): number {
  return Math.min(BATCH_MOST, Math.max(1, Math.floor((mailsPerMinute / 60) * BATCH_SECONDS)));
}

/** When the next batch may begin, after one that has written so many mails. */
export function nextBatchAt(now: number, mails: number, mailsPerMinute: number): number {
  return now + Math.ceil((mails / mailsPerMinute) * 60_000);
}

/** A crowd that was seen is given this much more time. */
export const CROWD_MS = 5_000;
/** The mail of one minute, at the slowest pace that can be set. */
const PAUSE_MOST_MS = 60_000;

/** Where a pause ends later than any can last, a clock was wrong: it does not count. */
function isPause(until: number, now: number, mostMs: number): boolean {
  return until > now && until <= now + mostMs;
}

/** Whether a batch may begin now. Times in ms since 1970. */
export function mayBegin(
  pace: { readonly nextAt: number; readonly crowdedUntil: number },
  now: number,
): boolean {
  return !isPause(pace.nextAt, now, PAUSE_MOST_MS) && !isPause(pace.crowdedUntil, now, CROWD_MS);
}

/** From this many claims a second on, a sale's crowd has the machine to itself. */
const CROWD_CLAIMS_PER_SECOND = 50;

export function isCrowd(claimsPerSecond: number): boolean {
  return claimsPerSecond >= CROWD_CLAIMS_PER_SECOND;
}
