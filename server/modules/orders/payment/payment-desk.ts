import type { Log } from "../../../platform/log.ts";

/** A run under way, and whether something has happened since it began. */
interface Run<Item> {
  readonly done: Promise<Item>;
  isOutdated: boolean;
}

export interface PaymentDeskDeps<Item> {
  readonly log: Log;
  find(id: string): Promise<Item | undefined>;
  /** Takes it as far as it goes now. @throws what the store throws */
  run(item: Item): Promise<Item>;
  /** Told of each that has gone as far as it goes. */
  onRest?(item: Item): void;
  /** Told of an id that was woken and is not known here. */
  onUnknown?(id: string): void;
}

/**
 * Runs the payments of this process, or its deposits, each once at a time: a double click, an event
 * and the recovery join the run that is under way. It keeps nothing that would be missed after a
 * crash.
 */
export class PaymentDesk<Item extends { readonly id: string; readonly state: string }> {
  private readonly deps: PaymentDeskDeps<Item>;
  private readonly runs = new Map<string, Run<Item>>();
  private readonly background = new Set<Promise<void>>();

  constructor(deps: PaymentDeskDeps<Item>) {
    this.deps = deps;
  }

  /** Takes the payment as far as it goes now. @throws what the store throws */
  run(payment: Item): Promise<Item> {
    const standing = this.runs.get(payment.id);
    if (standing !== undefined) return standing.done;
    const run: Run<Item> = {
      done: this.runOnce(payment).finally(() => {
        this.runs.delete(payment.id);
        if (run.isOutdated) this.wake(payment.id);
      }),
      isOutdated: false,
    };
    this.runs.set(payment.id, run);
    return run.done;
  }

  /** Something has happened to the payment: look, now or after the run under way. */
  wake(paymentId: string): void {
    const standing = this.runs.get(paymentId);
    if (standing !== undefined) {
      standing.isOutdated = true;
      return;
    }
    const work = this.look(paymentId).catch((error: unknown) => {
      this.deps.log.warn(
        { err: error, payment: paymentId },
        "a payment rests; recovery takes it up",
      );
    });
    this.background.add(work);
    void work.finally(() => this.background.delete(work));
  }

  /** Resolves when no run is under way. */
  async settled(): Promise<void> {
    while (this.background.size > 0 || this.runs.size > 0) {
      const runs = [...this.runs.values()].map(({ done }) => done);
      await Promise.allSettled([...this.background, ...runs]);
    }
  }

  private async runOnce(payment: Item): Promise<Item> {
    const rests = await this.deps.run(payment);
    if (rests.state !== payment.state) this.deps.onRest?.(rests);
    return rests;
  }

  private async look(paymentId: string): Promise<void> {
    const payment = await this.deps.find(paymentId);
    if (payment === undefined) this.deps.onUnknown?.(paymentId);
    else await this.run(payment);
  }
}
