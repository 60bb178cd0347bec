import type { Platform } from "../../platform/platform.ts";
import { clearDeliveries } from "./commands/clear-deliveries.ts";
import { recoverDeposits } from "./commands/recover-deposits.ts";
import { recoverPayments } from "./commands/recover-payments.ts";
import { returnDueDeposits } from "./commands/return-due-deposits.ts";
import type { OrdersContext } from "./orders-context.ts";
import { LOOK_AFTER_MS } from "./payment/begin-payments.ts";

/** A queue of jobs would need a row for each payment, and looks no sooner. */
const LOOK_EVERY_MS = 2_000;

/** Looks at once and ever after for payments, refunds and deposits that nobody has finished. */
export class PaymentRecovery {
  private readonly context: OrdersContext;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking: Promise<void> = Promise.resolve();
  private isStopping = false;
  /** How far the walk through the live deposits has come. */
  private walkedTo: string | undefined;

  constructor(context: OrdersContext) {
    this.context = context;
  }

  /** What a crash has left is looked at now, though its time has not come. */
  start(): void {
    this.looking = this.look(LOOK_AFTER_MS).finally(() => this.again());
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  /** One look at everything that is due now, or within a time that is shorter than a lease. */
  async look(withinMs = 0): Promise<void> {
    const { clock, log } = this.context.platform;
    try {
      const dueBy = new Date(clock.wallMs() + withinMs);
      // Each takes a bounded number and puts their next look off beyond `dueBy`: this ends.
      while (!this.isStopping && (await recoverPayments(this.context, dueBy)) > 0);
      await this.walkDeposits();
      while (!this.isStopping && (await recoverDeposits(this.context, dueBy)) > 0);
    } catch (error) {
      log.warn({ err: error }, "could not look after unfinished payments");
    }
  }

  /** One stretch, or as many as have something to give back: a sale that ended gives back all. */
  private async walkDeposits(): Promise<void> {
    while (!this.isStopping) {
      const { after, returned } = await returnDueDeposits(this.context, this.walkedTo);
      this.walkedTo = after;
      if (returned === 0 || after === undefined) return;
    }
  }

  private again(): void {
    if (this.isStopping) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().finally(() => this.again());
    }, LOOK_EVERY_MS);
  }
}

export function defineOrderJobs(platform: Platform): void {
  platform.jobs.define("orders.clear-deliveries", { cron: "40 3 * * *" }, async () => {
    const cleared = await clearDeliveries(platform);
    platform.log.info({ cleared }, "addresses cleared that nothing asks to keep");
  });
}
