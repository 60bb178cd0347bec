/** Currencies whose minor unit is not a hundredth (ISO 4217, list one). */
const MINOR_DIGITS = new Map<string, number>([
  ...digits(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...digits(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...digits(4, "CLF UYW"),
]);

/** Codes for metals, funds, tests and "no currency", which ISO 4217 gives no minor unit. */
const NO_MONEY = new Set("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" "));

const KNOWN = new Set(Intl.supportedValuesOf("currency"));

/**
 * How many decimal digits the currency's minor unit has: 2 for CNY, 0 for JPY, 3 for KWD.
 * @returns undefined for a code that is no currency in which something can be sold
 */
export function minorDigitsOf(currency: string): number | undefined {
  if (!KNOWN.has(currency) || NO_MONEY.has(currency)) return undefined;
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** Every currency in which something can be sold, by its code. */
export function listCurrencies(): readonly {
  readonly code: string;
  readonly minorDigits: number;
}[] {
  return [...KNOWN].flatMap((code) => {
    const minorDigits = minorDigitsOf(code);
    return minorDigits === undefined ? [] : [{ code, minorDigits }];
  });
}

function digits(count: number, codes: string): [string, number][] {
  return codes.split(" ").map((code) => [code, count]);
}
