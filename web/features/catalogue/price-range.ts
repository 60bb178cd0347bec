import type { Schemas } from "../../api/client.ts";

type Price = Schemas["Variant"]["prices"][number];

/** The lowest price in one currency, and whether another variant costs more. */
export interface LowestPrice extends Price {
  readonly isLowest: boolean;
}

/** What a product costs at least, in each currency, those first that come first. */
export function lowestPrices(
  variants: readonly { readonly prices: readonly Price[] }[],
): readonly LowestPrice[] {
  const lowest = new Map<string, LowestPrice>();
  for (const price of variants.flatMap(({ prices }) => prices)) {
    const before = lowest.get(price.currency);
    const isLowest = before !== undefined && before.amountMinor !== price.amountMinor;
    const cheaper = before === undefined || price.amountMinor < before.amountMinor ? price : before;
    lowest.set(price.currency, { ...cheaper, isLowest: isLowest || before?.isLowest === true });
  }
  return [...lowest.values()];
}
