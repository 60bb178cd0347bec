import type { Platform } from "../../../platform/platform.ts";
import { isPublic, loadSale, salesOf, type Sale } from "../store.ts";
import { nowFromSale, renderNow, type NowBytes } from "./now-document.ts";

/** As often as a running lane's document is made anew, a resting sale is looked up. */
const LOOK_EVERY_MS = 1_000;
const SALES_MOST = 1_000;

interface Resting {
  readonly sale: Sale | undefined;
  readonly now: NowBytes | undefined;
  readonly untilMs: number;
}

/**
 * Sales whose lane does not run here: before the draw, over, or on another server. Everybody who
 * asks in the same second shares one look at the database.
 */
export class RestingSales {
  private readonly platform: Platform;
  private readonly known = new Map<string, Promise<Resting>>();

  constructor(platform: Platform) {
    this.platform = platform;
  }

  async find(saleId: string): Promise<Resting> {
    const nowMs = this.platform.clock.monotonicMs();
    const known = await this.known.get(saleId);
    if (known !== undefined && known.untilMs > nowMs) return known;
    const looking = this.look(saleId, nowMs);
    this.known.set(saleId, looking);
    const oldest = this.known.keys().next().value;
    if (this.known.size > SALES_MOST && oldest !== undefined) this.known.delete(oldest);
    try {
      return await looking;
    } catch (error) {
      this.known.delete(saleId);
      throw error;
    }
  }

  private async look(saleId: string, nowMs: number): Promise<Resting> {
    const { database, config, clock } = this.platform;
    const sale = await loadSale(salesOf(database), saleId);
    const untilMs = nowMs + LOOK_EVERY_MS;
    if (sale === undefined || !isPublic(sale)) return { sale, now: undefined, untilMs };
    const document = nowFromSale(sale, config.pollsPerSecond, clock.wallMs());
    return { sale, now: renderNow(document), untilMs };
  }
}
