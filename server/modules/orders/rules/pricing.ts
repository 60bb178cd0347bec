/** Lines of an order with what they cost; amounts in minor units. */
export interface PricedLine {
  readonly variantId: string;
  readonly quantity: number;
  readonly unitMinor: number;
}

export interface PricedOrder {
  readonly currency: string;
  readonly amountMinor: number;
  readonly lines: readonly PricedLine[];
}

export type PricingProblem = "currency_needed" | "currency_not_offered";

/**
 * What the lines of a claim cost, at the prices that stand with the sale. A request chooses the
 * currency and nothing else; with one currency on offer it need not.
 * @param pricesOf minor units by currency, of each variant on sale
 */
export function priceLines(
  lines: readonly { readonly variantId: string; readonly quantity: number }[],
  pricesOf: ReadonlyMap<string, Readonly<Record<string, number>>>,
  currency: string | undefined,
): PricedOrder | PricingProblem {
  const offered = findCurrencies(lines, pricesOf);
  const chosen = currency ?? (offered.length === 1 ? offered[0] : undefined);
  if (chosen === undefined) {
    return offered.length === 0 ? "currency_not_offered" : "currency_needed";
  }
  if (!offered.includes(chosen)) return "currency_not_offered";
  const priced = lines.map(({ variantId, quantity }) => ({
    variantId,
    quantity,
    unitMinor: pricesOf.get(variantId)?.[chosen] ?? 0,
  }));
  const amountMinor = priced.reduce((sum, line) => sum + line.quantity * line.unitMinor, 0);
  return { currency: chosen, amountMinor, lines: priced };
}

/** The currencies in which every line has a price, in alphabetical order. */
export function findCurrencies(
  lines: readonly { readonly variantId: string }[],
  pricesOf: ReadonlyMap<string, Readonly<Record<string, number>>>,
): readonly string[] {
  const tables = lines.map(({ variantId }) => pricesOf.get(variantId) ?? {});
  const [first = {}, ...others] = tables;
  return Object.keys(first)
    .filter((currency) => others.every((prices) => Object.hasOwn(prices, currency)))
    .toSorted();
}
