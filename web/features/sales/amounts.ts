/** Money as people type it, in major units, and as the API has it, in whole minor units. */

/** How many decimal digits the currency's minor unit stands for: two for USD, none for JPY. */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount in minor units; undefined where the text is no amount with at most so many digits. */
export function readMajor(text: string, digits: number): number | undefined {
  const parts = /^(\d{1,12})(?:\.(\d*))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, whole = "0", fraction = ""] = parts;
  if (fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** As it is typed: `50`, `49.90`. */
export function writeMajor(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}
