import type { Clock } from "../clock.ts";

interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly untilMs: number;
}

/**
 * Keeps what a whole crowd asks for, so that it is made once in a while and not once for each of
 * them. Those who ask while it is being made share that.
 */
export class Shelf<Value> {
  private readonly kept = new Map<string, Kept<Value>>();
  private readonly clock: Pick<Clock, "monotonicMs">;
  private readonly options: { readonly keepMs: number; readonly most: number };

  constructor(
    clock: Pick<Clock, "monotonicMs">,
    options: { readonly keepMs: number; readonly most: number },
  ) {
    this.clock = clock;
    this.options = options;
  }

  /** What is kept under the key, made anew where it is too old. What fails is not kept. */
  async get(key: string, make: () => Promise<Value>): Promise<Value> {
    const nowMs = this.clock.monotonicMs();
    const found = this.kept.get(key);
    if (found !== undefined && found.untilMs > nowMs) return found.value;
    const value = make();
    this.kept.delete(key);
    this.kept.set(key, { value, untilMs: nowMs + this.options.keepMs });
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > this.options.most && oldest !== undefined) this.kept.delete(oldest);
    try {
      return await value;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }
}
