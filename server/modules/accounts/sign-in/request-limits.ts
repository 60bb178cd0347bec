/** So many of one thing within a window of so many seconds. */
export interface Limit {
  readonly window: number;
  readonly max: number;
}

/**
 * What one client address may ask of one sign-in route. A whole campus may share an address, so
 * these stop floods; guessing at one account is stopped by the limits per e-mail address.
 */
export const addressLimits = {
  signIn: { window: 60, max: 30 },
  mailToken: { window: 60, max: 60 },
  accountChange: { window: 60, max: 10 },
  sessionRead: { window: 10, max: 100 },
} as const satisfies Record<string, Limit>;

/** What may be asked about one e-mail address, wherever the requests come from. */
export const emailLimits = {
  passwordTries: { window: 300, max: 10 },
  mails: { window: 600, max: 5 },
} as const satisfies Record<string, Limit>;

export interface LimitAnswer {
  readonly allowed: boolean;
  /** Seconds until the window ends; null when allowed. */
  readonly retryAfter: number | null;
}

/** At this many remembered keys, the oldest are forgotten: memory is bounded under any flood. */
const MAX_KEYS = 100_000;

/**
 * Counts requests in fixed windows, in this process's memory. better-auth's own store walks through
 * all its keys at each request and is shared by every server in a process.
 */
export function createRequestLimits(monotonicMs: () => number) {
  const windows = new Map<string, { endsMs: number; count: number }>();
  return {
    consume(key: string, limit: Limit): LimitAnswer {
      const nowMs = monotonicMs();
      const known = windows.get(key);
      if (known === undefined || known.endsMs <= nowMs) {
        windows.delete(key);
        if (windows.size >= MAX_KEYS) forgetOldest();
        windows.set(key, { endsMs: nowMs + limit.window * 1000, count: 1 });
        return { allowed: true, retryAfter: null };
      }
      if (known.count >= limit.max) {
        return { allowed: false, retryAfter: Math.ceil((known.endsMs - nowMs) / 1000) };
      }
      known.count += 1;
      return { allowed: true, retryAfter: null };
    },
  };

  /** A map keeps the order of insertion, so that its first keys are the oldest windows. */
  function forgetOldest(): void {
    let left = MAX_KEYS / 10;
    for (const key of windows.keys()) {
      windows.delete(key);
      left -= 1;
      if (left === 0) return;
    }
  }
}

export type RequestLimits = ReturnType<typeof createRequestLimits>;
