import { describe, expect, test } from "bun:test";
import { minorDigitsOf } from "./currencies.ts";
import { AMOUNT_MINOR_MAX, presentPrice, whyNoPrices } from "./prices.ts";

describe("a currency's minor digits", () => {
  const digits: readonly [code: string, digits: number | undefined][] = [
    ["CNY", 2],
    ["USD", 2],
    ["EUR", 2],
    ["JPY", 0],
    ["KRW", 0],
    ["ISK", 0],
    ["KWD", 3],
    ["CLF", 4],
    ["XAU", undefined],
    ["XXX", undefined],
    ["cny", undefined],
    ["RMB", undefined],
    ["", undefined],
    ["constructor", undefined],
  ];
  for (const [code, expected] of digits) {
    test(`of "${code}" are ${expected}`, () => {
      expect(minorDigitsOf(code)).toBe(expected);
    });
  }

  test("agree with the runtime's own figures, but for two that nobody pays with", () => {
    const withoutMoney = new Set("XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX".split(" "));
    const differing = Intl.supportedValuesOf("currency").filter((currency) => {
      if (withoutMoney.has(currency)) return minorDigitsOf(currency) !== undefined;
      const format = new Intl.NumberFormat("en", { style: "currency", currency });
      return format.resolvedOptions().maximumFractionDigits !== minorDigitsOf(currency);
    });
    // BYR was replaced in 2016; UYW is an index, of which ISO 4217 alone knows the digits.
    expect(differing.filter((currency) => !["BYR", "UYW"].includes(currency))).toEqual([]);
  });
});

describe("prices", () => {
  test("in several currencies, each once, are taken", () => {
    const prices = [
      { currency: "CNY", amountMinor: 199_900, minorDigits: 2 },
      { currency: "JPY", amountMinor: 39_800, minorDigits: 0 },
      { currency: "USD", amountMinor: AMOUNT_MINOR_MAX },
    ];
    expect(whyNoPrices(prices)).toBeUndefined();
  });

  const cny = (amountMinor: number) => [{ currency: "CNY", amountMinor }];
  const refused: readonly [string, Parameters<typeof whyNoPrices>[0], string][] = [
    ["none is given", [], "at least one currency"],
    ["a currency comes twice", [...cny(1), ...cny(2)], "names CNY twice"],
    ["a code is no currency", [{ currency: "RMB", amountMinor: 1 }], `"RMB" is no ISO 4217`],
    ["a metal is asked for", [{ currency: "XAU", amountMinor: 1 }], `"XAU" is no ISO 4217`],
    ["an amount is nothing", cny(0), "from 1 to"],
    ["an amount is negative", cny(-1), "from 1 to"],
    ["an amount is a fraction", cny(1999.5), "a whole number"],
    ["an amount is no number", cny(Number.NaN), "a whole number"],
    ["an amount is endless", cny(Number.POSITIVE_INFINITY), "a whole number"],
    ["an amount is too large", cny(AMOUNT_MINOR_MAX + 1), "from 1 to"],
    [
      "the sender takes yen for hundredths",
      [{ currency: "JPY", amountMinor: 100, minorDigits: 2 }],
      "JPY has 0 minor digits, not 2",
    ],
  ];
  for (const [title, prices, reason] of refused) {
    test(`are refused when ${title}`, () => {
      expect(whyNoPrices(prices)).toContain(reason);
    });
  }

  test("are shown with how to read them", () => {
    const shown = presentPrice({ currency: "KWD", amountMinor: 1500 });
    expect(shown).toEqual({ currency: "KWD", amountMinor: 1500, minorDigits: 3 });
  });
});
