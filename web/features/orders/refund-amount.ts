/**
 * What somebody typed as an amount of money, in minor units.
 * @param digits of the currency behind the point: 2 for dollars, 0 for yen
 * @returns undefined where it is no amount between one minor unit and what is left
 */
export function readAmount(
  typed: string | number,
  digits: number,
  leftMinor: number,
): number | undefined {
  const value = typeof typed === "number" ? typed : Number(typed.trim() || Number.NaN);
  const minor = Math.round(value * 10 ** digits);
  const isWhole = Math.abs(value * 10 ** digits - minor) < 1e-6;
  return isWhole && minor >= 1 && minor <= leftMinor ? minor : undefined;
}

/** How many digits a currency has behind the point (ISO 4217). */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
