import type { Schemas } from "../../api/client.ts";
import { type AmountProblem, parseAmount, typedAmount } from "./amounts.ts";
import { type ByFormLanguage, inFormLanguages } from "./product-values.ts";

/** One price as it is typed. */
export interface TypedPrice {
  readonly key: string;
  readonly currency: string | null;
  readonly amount: string;
}

export interface VariantValues {
  readonly sku: string;
  readonly names: ByFormLanguage;
  readonly prices: readonly TypedPrice[];
}

type Variant = Schemas["Variant"];

let keys = 0;

export function newPrice(currency: string | null = null, amount = ""): TypedPrice {
  keys += 1;
  return { key: `price-${keys}`, currency, amount };
}

export function variantValues(variant?: Variant): VariantValues {
  return {
    sku: variant?.sku ?? "",
    names: inFormLanguages(variant?.names ?? {}),
    prices: variant?.prices.map(({ currency, amountMinor, minorDigits }) =>
      newPrice(currency, typedAmount(amountMinor, minorDigits)),
    ) ?? [newPrice()],
  };
}

/** How many digits each currency has. */
export type MinorDigits = ReadonlyMap<string, number>;

export function whyNoCurrency(
  { prices }: VariantValues,
  index: number,
): "currencyMissing" | "currencyTwice" | undefined {
  const currency = prices[index]?.currency ?? null;
  if (currency === null) return "currencyMissing";
  const isTwice = prices.slice(0, index).some((price) => price.currency === currency);
  return isTwice ? "currencyTwice" : undefined;
}

export function whyNoAmount(
  { currency, amount }: Pick<TypedPrice, "currency" | "amount">,
  digits: MinorDigits,
): AmountProblem | undefined {
  const read = parseAmount(amount, digits.get(currency ?? "") ?? 4);
  return "problem" in read ? read.problem : undefined;
}

/** The prices as the API takes them, of values that were found good. */
export function pricesOf({ prices }: VariantValues, digits: MinorDigits) {
  return prices.flatMap(({ currency, amount }) => {
    const minorDigits = digits.get(currency ?? "");
    if (currency === null || minorDigits === undefined) return [];
    const read = parseAmount(amount, minorDigits);
    return "problem" in read ? [] : [{ currency, amountMinor: read.amountMinor, minorDigits }];
  });
}
