/** So many attempts within a window that begins with the first. */
export interface AttemptLimit {
  readonly most: number;
  readonly windowMs: number;
}

/** At this many remembered keys the oldest are forgotten: memory is bounded under any flood. */
const KEYS_MOST = 100_000;

/**
 * Counts what may be guesses, by who makes them, in this process's memory. An attempt is counted
 * before its outcome is known, so that guesses made at the same time count as well; one that turns
 * out to be right is given back.
 */
export class AttemptLimits {
  private readonly monotonicMs: () => number;
  private readonly windows = new Map<string, { endsMs: number; count: number }>();

  constructor(monotonicMs: () => number) {
    this.monotonicMs = monotonicMs;
  }

  /** Counts an attempt. @returns ms to wait where it is one too many; 0 where it may be made */
  take(key: string, limit: AttemptLimit): number {
    const nowMs = this.monotonicMs();
    const known = this.windows.get(key);
    if (known === undefined || known.endsMs <= nowMs) {
      this.windows.delete(key);
      if (this.windows.size >= KEYS_MOST) this.forgetOldest();
      this.windows.set(key, { endsMs: nowMs + limit.windowMs, count: 1 });
      return 0;
    }
    if (known.count >= limit.most) return known.endsMs - nowMs;
    known.count += 1;
    return 0;
  }

  /** The attempt was no guess. */
  giveBack(key: string): void {
    const known = this.windows.get(key);
    if (known !== undefined && known.count > 0) known.count -= 1;
  }

  /** A map keeps the order of insertion, so that its first keys are the oldest windows. */
  private forgetOldest(): void {
    let left = KEYS_MOST / 10;
    for (const key of this.windows.keys()) {
      this.windows.delete(key);
      left -= 1;
      if (left === 0) return;
    }
  }
}
