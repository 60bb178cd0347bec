import type { Result } from "../../platform/failure.ts";
import type { Platform } from "../../platform/platform.ts";
import { closeRegistration } from "./commands/close-registration.ts";
import { drawPlaces } from "./commands/draw-places.ts";
import { forgetTraces } from "./commands/forget-traces.ts";
import { openSale, stopSale } from "./commands/run-sale.ts";
import { findBeaconChain, roundTimeMs } from "./rules/beacon.ts";
import { findDueAction, type DueAction } from "./rules/schedule.ts";
import type { SalesContext } from "./sales-context.ts";
import { salesOf, type SaleRow } from "./store.ts";

/** A sale opens within this time of its second; a queue of jobs would be far coarser. */
const LOOK_EVERY_MS = 200;
/** After a failure, such as a beacon that does not answer, the sale is left alone for so long. */
const RETRY_AFTER_MS = 3_000;

/**
 * Does what the sales' own dates ask for. Several servers may: each step is checked under a lock.
 */
export class SaleSchedule {
  private readonly context: SalesContext;
  private readonly retryAt = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(context: SalesContext) {
    this.context = context;
  }

  start(): void {
    this.timer = setTimeout(() => {
      this.running = this.look().finally(() => {
        if (!this.stopping) this.start();
      });
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One look at all sales that are under way. */
  async look(): Promise<void> {
    const { clock, database, log } = this.context.platform;
    try {
      const rows = await salesOf(database)
        .selectFrom("sales")
        .selectAll()
        .where("state", "in", ["registering", "closed", "drawn", "selling", "paused"])
        .where("halted_reason", "is", null)
        .execute();
      for (const sale of rows) {
        const action = findDueAction(scheduled(sale), clock.wallMs());
        const waits = (this.retryAt.get(sale.id) ?? 0) > clock.monotonicMs();
        if (action === undefined || waits) continue;
        const done = await this.run(action, sale.id);
        if (done.ok) continue;
        this.retryAt.set(sale.id, clock.monotonicMs() + RETRY_AFTER_MS);
        log.warn({ sale: sale.id, action, code: done.failure.kind.code }, done.failure.detail);
      }
    } catch (error) {
      log.warn({ err: error }, "could not look at the sales' dates");
    }
  }

  private run(action: DueAction, saleId: string): Promise<Result<unknown>> {
    switch (action) {
      case "close-registration":
        return closeRegistration(this.context, "schedule", saleId);
      case "draw":
        return drawPlaces(this.context, "schedule", saleId);
      case "open":
        return openSale(this.context, "schedule", saleId);
      case "stop":
        return stopSale(this.context, "schedule", saleId, "the sale's time was over");
    }
  }
}

function scheduled(sale: SaleRow) {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  const chain = sale.beacon_chain === null ? undefined : findBeaconChain(sale.beacon_chain);
  const round = sale.beacon_round;
  return {
    kind: sale.kind,
    state: sale.state,
    registrationClosesAt: ms(sale.registration_closes_at),
    beaconAt: chain === undefined || round === null ? null : roundTimeMs(chain, round),
    opensAt: ms(sale.opens_at),
    endsAt: ms(sale.ends_at),
  };
}

export function defineSalesJobs(platform: Platform): void {
  platform.jobs.define("sales.forget-traces", { cron: "50 3 * * *" }, async () => {
    const sales = await forgetTraces(platform);
    platform.log.info({ sales }, "cleared where the registrations of old sales came from");
  });
}
