import { html } from "hono/html";
import type { Locale } from "../../../platform/locales.ts";
import { formatMoney } from "../../../platform/pages/formats.ts";
import type { Markup } from "../../../platform/pages/layout.ts";
import { minorDigitsOf } from "../../catalogue/index.ts";
import type { ShownVariant } from "../queries/find-shown-sale.ts";

/** Minor units by currency. */
export type Prices = Readonly<Record<string, number>>;

/** In every currency, the one that readers of this language know best first. */
export function pricesOf(prices: Prices, locale: Locale): Markup {
  const known = locale === "en" ? ["USD", "EUR", "GBP"] : ["CNY", "HKD", "TWD"];
  const rank = (currency: string) =>
    (known.indexOf(currency) + known.length + 1) % (known.length + 1);
  const texts = Object.entries(prices)
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b, "en"))
    .map(([currency, amount]) => money(amount, currency, locale));
  // No price is broken, and no line begins with what stands between two of them.
  return html`${texts.map((text, index) => {
    const isLast = index === texts.length - 1;
    return html`<span class="nowrap">${text}${isLast ? "" : " ·"}</span>${isLast ? "" : " "}`;
  })}`;
}

/** The lowest price of some variants in each currency, and whether any costs more. */
export function lowestPrices(
  variants: readonly {
    readonly prices: readonly { readonly currency: string; readonly amountMinor: number }[];
  }[],
): { readonly prices: Prices; readonly areLowest: boolean } {
  const lowest: Record<string, number> = {};
  let areLowest = false;
  for (const { currency, amountMinor } of variants.flatMap(({ prices }) => prices)) {
    const before = lowest[currency];
    if (before !== undefined && before !== amountMinor) areLowest = true;
    lowest[currency] = Math.min(before ?? amountMinor, amountMinor);
  }
  return { prices: lowest, areLowest };
}

export function money(amountMinor: number, currency: string, locale: Locale): string {
  return formatMoney(amountMinor, currency, minorDigitsOf(currency) ?? 2, locale);
}

interface Line {
  readonly variantId: string;
  readonly quantity: number;
}

/** What lines cost together, in the currencies in which all of them are sold. */
export function totalOf(lines: readonly Line[], variants: readonly ShownVariant[]): Prices {
  const priced = lines.map(({ variantId, quantity }) => {
    const prices = variants.find(({ id }) => id === variantId)?.prices ?? {};
    return { prices, quantity };
  });
  const totals: Record<string, number> = {};
  for (const currency of Object.keys(priced[0]?.prices ?? {})) {
    let sum: number | undefined = 0;
    for (const { prices, quantity } of priced) {
      const price = prices[currency];
      sum = sum === undefined || price === undefined ? undefined : sum + price * quantity;
    }
    if (sum !== undefined) totals[currency] = sum;
  }
  return totals;
}
