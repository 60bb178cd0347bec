/** Each bucket is so much wider than the one before; a quantile is right within that. */
const GROWTH = 1.1;
const LEAST_MS = 0.1;
const BUCKETS = 128;
/** Quantiles are of this long to twice as long. */
const WINDOW_MS = 5_000;

/** How long answers took, in ms. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Quantiles over the last seconds, from buckets: what it costs does not go with the crowd. */
export class LatencyMeter {
  private current = new Uint32Array(BUCKETS);
  private previous = new Uint32Array(BUCKETS);
  private startedAt = 0;

  add(ms: number, nowMs: number): void {
    this.rotate(nowMs);
    const bucket = Math.ceil(Math.log(Math.max(ms, LEAST_MS) / LEAST_MS) / Math.log(GROWTH));
    const index = Math.min(BUCKETS - 1, bucket);
    this.current[index] = (this.current[index] ?? 0) + 1;
  }

  /** Undefined where nothing was answered in the last seconds. */
  read(nowMs: number): Latency | undefined {
    this.rotate(nowMs);
    let total = 0;
    for (let index = 0; index < BUCKETS; index += 1) total += this.countAt(index);
    if (total === 0) return undefined;
    return { p50Ms: this.quantile(total * 0.5), p99Ms: this.quantile(total * 0.99) };
  }

  private quantile(rank: number): number {
    let seen = 0;
    let index = 0;
    while (index < BUCKETS - 1 && (seen += this.countAt(index)) < rank) index += 1;
    return LEAST_MS * GROWTH ** index;
  }

  private countAt(index: number): number {
    return (this.current[index] ?? 0) + (this.previous[index] ?? 0);
  }

  private rotate(nowMs: number): void {
    const ageMs = nowMs - this.startedAt;
    if (ageMs < WINDOW_MS) return;
    this.previous = ageMs < 2 * WINDOW_MS ? this.current : new Uint32Array(BUCKETS);
    this.current = new Uint32Array(BUCKETS);
    this.startedAt = nowMs;
  }
}
