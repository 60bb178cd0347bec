import { minorDigitsOf } from "./currencies.ts";

export interface Price {
  /** ISO 4217 code. */
  readonly currency: string;
  /** A whole number of the currency's minor units. */
  readonly amountMinor: number;
}

/** A price with how its amount is to be read: 199900 with two digits is 1999.00. */
export interface PresentedPrice extends Price {
  readonly minorDigits: number;
}

const CURRENCIES_MAX = 50;

/** Ten thousand million in a currency of two digits; a longer amount is a slip of the hand. */
export const AMOUNT_MINOR_MAX = 1_000_000_000_000;

/**
 * Why these cannot be the prices of a variant, as one sentence; undefined if they can.
 * A sender who says how many digits an amount has must mean as many as the currency has.
 */
export function whyNoPrices(
  given: readonly (Price & { readonly minorDigits?: number | undefined })[],
): string | undefined {
  if (given.length === 0) return "must have a price in at least one currency";
  if (given.length > CURRENCIES_MAX) return `must have at most ${CURRENCIES_MAX} prices`;
  const seen = new Set<string>();
  for (const { currency, amountMinor, minorDigits } of given) {
    const digits = minorDigitsOf(currency);
    if (digits === undefined) return `"${currency}" is no ISO 4217 currency code`;
    if (seen.has(currency)) return `names ${currency} twice`;
    seen.add(currency);
    if (minorDigits !== undefined && minorDigits !== digits) {
      return `${currency} has ${digits} minor digits, not ${minorDigits}`;
    }
    const isAmount = Number.isSafeInteger(amountMinor);
    if (!isAmount || amountMinor < 1 || amountMinor > AMOUNT_MINOR_MAX) {
      return `the amount in ${currency} must be a whole number from 1 to ${AMOUNT_MINOR_MAX}`;
    }
  }
  return undefined;
}

/** @throws Error if the currency is unknown, which `whyNoPrices` has excluded */
export function presentPrice({ currency, amountMinor }: Price): PresentedPrice {
  const minorDigits = minorDigitsOf(currency);
  if (minorDigits === undefined) throw new Error(`unknown currency ${currency}`);
  return { currency, amountMinor, minorDigits };
}
