import { expect, test } from "bun:test";
import fc from "fast-check";
import { findCurrencies, priceLines } from "./pricing.ts";

const PRICES = new Map([
  ["a", { CNY: 199_900, EUR: 24_900 }],
  ["b", { EUR: 1_900, JPY: 3_000 }],
  ["free", {}],
]);

test("lines cost what the sale says, in minor units", () => {
  const lines = [
    { variantId: "a", quantity: 2 },
    { variantId: "b", quantity: 3 },
  ];
  expect(priceLines(lines, PRICES, "EUR")).toEqual({
    currency: "EUR",
    amountMinor: 2 * 24_900 + 3 * 1_900,
    lines: [
      { variantId: "a", quantity: 2, unitMinor: 24_900 },
      { variantId: "b", quantity: 3, unitMinor: 1_900 },
    ],
  });
});

test("a currency is needed where several are on offer, and only then", () => {
  const a = [{ variantId: "a", quantity: 1 }];
  expect(priceLines(a, PRICES, undefined)).toBe("currency_needed");
  const both = [...a, { variantId: "b", quantity: 1 }];
  expect(priceLines(both, PRICES, undefined)).toMatchObject({ currency: "EUR" });
});

test("a currency in which a line has no price is not offered", () => {
  const both = [
    { variantId: "a", quantity: 1 },
    { variantId: "b", quantity: 1 },
  ];
  for (const currency of ["CNY", "JPY", "USD", "constructor", "__proto__"]) {
    expect([currency, priceLines(both, PRICES, currency)]).toEqual([
      currency,
      "currency_not_offered",
    ]);
  }
  expect(priceLines([{ variantId: "free", quantity: 1 }], PRICES, undefined)).toBe(
    "currency_not_offered",
  );
  expect(findCurrencies([{ variantId: "unknown" }], PRICES)).toEqual([]);
});

test("the amount is the sum of its lines, whatever they are", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1e9 })), {
        minLength: 1,
        maxLength: 20,
      }),
      (given) => {
        const prices = new Map(given.map(([, unit], index) => [`v${index}`, { EUR: unit }]));
        const lines = given.map(([quantity], index) => ({ variantId: `v${index}`, quantity }));
        const priced = priceLines(lines, prices, "EUR");
        if (typeof priced === "string") throw new Error(priced);
        const sum = given.reduce((total, [quantity, unit]) => total + quantity * unit, 0);
        expect(priced.amountMinor).toBe(sum);
        expect(Number.isSafeInteger(priced.amountMinor)).toBe(true);
      },
    ),
  );
});
