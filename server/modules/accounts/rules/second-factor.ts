/** What is known of an account and of one of its sessions. */
export interface SecondFactorState {
  readonly isOperator: boolean;
  /** Whether an app for codes is set up and confirmed. */
  readonly hasCodes: boolean;
  /** Whether this session has proven a second factor. */
  readonly isProven: boolean;
}

/**
 * Whether a role does not count in a session before a second factor is proven in it: where the
 * installation asks for one, and wherever somebody has set up codes for the own account.
 */
export function isSecondFactorMissing(state: SecondFactorState, isRequired: boolean): boolean {
  return state.isOperator && !state.isProven && (isRequired || state.hasCodes);
}

/** So many wrong codes may be tried in one window; one of six digits lives for 90 seconds. */
export const TRIES_MOST = 10;
const TRIES_WINDOW_MS = 3_600_000;

export interface Tries {
  readonly wrongTries: number;
  readonly since: Date;
}

/** The tries that count at this moment: an old window is over. */
export function triesAt(tries: Tries, now: Date): Tries {
  const isOver = now.getTime() - tries.since.getTime() >= TRIES_WINDOW_MS;
  return isOver ? { wrongTries: 0, since: now } : tries;
}

/** Seconds until another code may be tried; zero when one may be tried now. */
export function secondsUntilNextTry(tries: Tries, now: Date): number {
  if (tries.wrongTries < TRIES_MOST) return 0;
  return Math.ceil((tries.since.getTime() + TRIES_WINDOW_MS - now.getTime()) / 1000);
}
