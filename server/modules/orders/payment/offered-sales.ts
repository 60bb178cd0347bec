import type { Clock } from "../../../platform/clock.ts";
import type { OfferedSale, Sales } from "../../sales/index.ts";

/** What thousands of payments a second ask of a sale does not change meanwhile. */
const FRESH_MS = 1_000;
const KEPT_MOST = 1_000;

interface Kept {
  readonly sale: Promise<OfferedSale | undefined>;
  readonly atMs: number;
}

/**
 * Sales as they are offered, read at most once a second each. Prices and limits stand with a sale
 * once it is published, and whether a claim can be paid is the lane's to say.
 */
export class OfferedSales {
  private readonly sales: Pick<Sales, "findSale">;
  private readonly clock: Clock;
  private readonly kept = new Map<string, Kept>();

  constructor(sales: Pick<Sales, "findSale">, clock: Clock) {
    this.sales = sales;
    this.clock = clock;
  }

  find(saleId: string): Promise<OfferedSale | undefined> {
    const nowMs = this.clock.monotonicMs();
    const kept = this.kept.get(saleId);
    if (kept !== undefined && nowMs - kept.atMs < FRESH_MS) return kept.sale;
    if (this.kept.size >= KEPT_MOST) this.kept.clear();
    const sale = this.sales.findSale(saleId);
    this.kept.set(saleId, { sale, atMs: nowMs });
    sale.catch(() => this.kept.delete(saleId));
    return sale;
  }
}

/** The prices of a sale's variants, in minor units by currency. */
export function pricesOf(sale: OfferedSale): ReadonlyMap<string, Readonly<Record<string, number>>> {
  return new Map(sale.variants.map(({ variantId, prices }) => [variantId, prices ?? {}]));
}
