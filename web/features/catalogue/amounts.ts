/** Prices as people type them, and as the API has them: whole numbers of minor units. */

/** As the server's rules have it: a longer amount is a slip of the hand. */
const AMOUNT_MINOR_MAX = 1_000_000_000_000;

export type AmountProblem = "amountMissing" | "amountForm" | "amountDigits" | "amountSize";

/**
 * Reads an amount in major units: `1999`, `1,999.00`, `１９９９．５`. A comma stands between groups of
 * three digits only, so that `19,99` is not taken for something that it may not mean.
 * @param minorDigits how many decimal digits the currency has: 0 for yen, 3 for Kuwaiti dinars
 */
export function parseAmount(
  text: string,
  minorDigits: number,
): { readonly amountMinor: number } | { readonly problem: AmountProblem } {
  // Keyboards for Chinese write digits and marks of full width.
  const plain = text.normalize("NFKC").replaceAll("。", ".").replaceAll(/\s/g, "");
  if (plain === "") return { problem: "amountMissing" };
  const parts = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(plain);
  if (parts === null) return { problem: "amountForm" };
  const [, whole = "", decimals = ""] = parts;
  // Noughts behind the last digit say nothing.
  const meant = decimals.replace(/0+$/, "");
  if (meant.length > minorDigits) return { problem: "amountDigits" };
  const digits = whole.replaceAll(",", "") + meant.padEnd(minorDigits, "0");
  const amountMinor = Number(digits);
  const isGood = amountMinor >= 1 && amountMinor <= AMOUNT_MINOR_MAX;
  return isGood ? { amountMinor } : { problem: "amountSize" };
}

/** The amount as somebody would type it: `1999`, `0.50`. */
export function typedAmount(amountMinor: number, minorDigits: number): string {
  const digits = String(amountMinor).padStart(minorDigits + 1, "0");
  const whole = digits.slice(0, digits.length - minorDigits);
  const decimals = digits.slice(digits.length - minorDigits);
  return /^0*$/.test(decimals) ? whole : `${whole}.${decimals}`;
}
