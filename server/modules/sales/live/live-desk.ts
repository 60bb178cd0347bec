import { fail, invariant, ok, type Result } from "../../../platform/failure.ts";
import { salesFailures } from "../failures.ts";
import { keepsLane } from "../lane/absent-lane.ts";
import { findSale } from "../queries/find-sale.ts";
import type { SalesContext } from "../sales-context.ts";
import { LiveBroadcast } from "./live-broadcast.ts";
import { figuresWithoutLane, type LiveFigures } from "./live-figures.ts";

/** All control rooms that one server serves at a time. */
const LISTENERS_MOST = 100;

/** Where control rooms watch sales; all who watch one share its frames. */
export class LiveDesk {
  private readonly context: SalesContext;
  private readonly broadcasts = new Map<string, LiveBroadcast>();
  private listeners = 0;
  private closed = false;

  constructor(context: SalesContext) {
    this.context = context;
    const gauge = context.platform.metrics.gauge(
      "sales_live_listeners",
      "Control rooms that watch a sale through this server.",
    );
    context.platform.metrics.onCollect(() => gauge.set(this.listeners));
  }

  /** The stream of a sale. Failures: sale_not_found, live_full. */
  async open(
    saleId: string,
    lastEventId: number | undefined,
  ): Promise<Result<ReadableStream<Uint8Array>>> {
    const found = await findSale(this.context, saleId);
    if (!found.ok) return found;
    if (this.closed || this.listeners >= LISTENERS_MOST) {
      const detail = this.closed
        ? "The server is shutting down; ask again, and another answers."
        : `This server has ${LISTENERS_MOST} listeners. Ask again later.`;
      return fail(salesFailures.live_full, detail, { retryAfterSeconds: this.closed ? 1 : 10 });
    }
    this.listeners += 1;
    const listener = this.broadcastOf(saleId).listen(lastEventId, () => {
      this.listeners -= 1;
    });
    return ok(listener.stream);
  }

  /** Ends all streams; listeners come again, and find whoever runs the lane then. */
  close(): void {
    this.closed = true;
    for (const broadcast of this.broadcasts.values()) broadcast.close();
  }

  private broadcastOf(saleId: string): LiveBroadcast {
    const known = this.broadcasts.get(saleId);
    if (known !== undefined) return known;
    const { lanes, platform } = this.context;
    const broadcast = new LiveBroadcast({
      clock: platform.clock,
      log: platform.log,
      findLane: () => lanes.find(saleId),
      findAbsent: () => this.findAbsent(saleId),
      onSilent: () => {
        if (this.broadcasts.get(saleId) === broadcast) this.broadcasts.delete(saleId);
      },
    });
    this.broadcasts.set(saleId, broadcast);
    return broadcast;
  }

  private async findAbsent(saleId: string): Promise<LiveFigures> {
    const { sale } = await this.context.resting.find(saleId);
    invariant(sale !== undefined, "a sale is never deleted");
    if (sale.halted_reason !== null) return figuresWithoutLane(sale, "halted");
    return figuresWithoutLane(sale, keepsLane(sale) ? "elsewhere" : "none");
  }
}
