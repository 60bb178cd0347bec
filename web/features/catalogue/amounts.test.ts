import { expect, test } from "bun:test";
import fc from "fast-check";
import { type AmountProblem, parseAmount, typedAmount } from "./amounts.ts";

const good: readonly [text: string, digits: number, amountMinor: number][] = [
  ["1999", 2, 199_900],
  ["1999.9", 2, 199_990],
  ["1,999.00", 2, 199_900],
  [" 1 999 ", 2, 199_900],
  ["１９９９．５０", 2, 199_950],
  ["1999。5", 2, 199_950],
  ["0.5", 2, 50],
  ["39800", 0, 39_800],
  ["39,800.00", 0, 39_800],
  ["12.345", 3, 12_345],
  ["12.3", 3, 12_300],
  ["5.", 2, 500],
];
for (const [text, digits, amountMinor] of good) {
  test(`“${text}” with ${digits} digits is ${amountMinor}`, () => {
    expect(parseAmount(text, digits)).toEqual({ amountMinor });
  });
}

const bad: readonly [text: string, digits: number, problem: AmountProblem][] = [
  ["", 2, "amountMissing"],
  ["  ", 2, "amountMissing"],
  ["19,99", 2, "amountForm"],
  ["1.999,00", 2, "amountForm"],
  ["-5", 2, "amountForm"],
  ["1e3", 2, "amountForm"],
  ["¥199", 2, "amountForm"],
  [".", 2, "amountForm"],
  ["1.999", 2, "amountDigits"],
  ["398.5", 0, "amountDigits"],
  ["0", 2, "amountSize"],
  ["0.00", 2, "amountSize"],
  ["99999999999999999999", 2, "amountSize"],
];
for (const [text, digits, problem] of bad) {
  test(`“${text}” with ${digits} digits is refused: ${problem}`, () => {
    expect(parseAmount(text, digits)).toEqual({ problem });
  });
}

test("what is shown to be typed means the same amount", () => {
  const amounts = fc.integer({ min: 1, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 4 }), (amountMinor, digits) => {
      expect(parseAmount(typedAmount(amountMinor, digits), digits)).toEqual({ amountMinor });
    }),
  );
});
