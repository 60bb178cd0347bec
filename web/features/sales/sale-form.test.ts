import { expect, test } from "bun:test";
import { digitsOf, readMajor, writeMajor } from "./amounts.ts";
import { duplicateForm } from "./duplicate-sale.ts";
import { fromLocal, toLocal } from "./local-times.ts";
import { findFormProblems, type FormProblem } from "./sale-form-problems.ts";
import { bodyOf, newSaleForm, type SaleForm } from "./sale-form.ts";

const VARIANT = "01900000-0000-7000-8000-000000000001";
const OTHER = "01900000-0000-7000-8000-000000000002";
const nowMs = new Date(2026, 10, 1).getTime();
const around = { nowMs, currenciesOf: () => ["USD", "CNY"] };

const good: SaleForm = {
  ...newSaleForm,
  english: "First round",
  variants: [{ row: 0, variantId: VARIANT, stock: 100, claimLimit: 1 }],
  registrationClosesAt: "2026-12-01 10:00:00",
  opensAt: "2026-12-02 10:00:00",
};

test("a new form needs a name, a variant with stock and a closing time, and says so", () => {
  const found = findFormProblems(newSaleForm, around);
  expect(
    Object.fromEntries(Object.entries(found).map(([at, { problem }]) => [at, problem])),
  ).toEqual({
    english: "name_missing",
    "variants.0.variantId": "variant_missing",
    "variants.0.stock": "whole_number",
    registrationClosesAt: "closing_needed",
  });
});

const cases: readonly [what: string, change: Partial<SaleForm>, field: string, FormProblem][] = [
  ["a name of 201 characters", { english: "n".repeat(201) }, "english", "name_too_long"],
  ["no variant", { variants: [] }, "variants", "no_variant"],
  [
    "a variant twice",
    { variants: [...good.variants, ...good.variants] },
    "variants.1.variantId",
    "variant_twice",
  ],
  [
    "no units",
    { variants: [{ row: 0, variantId: VARIANT, stock: 0, claimLimit: 1 }] },
    "variants",
    "no_units",
  ],
  [
    "half a unit",
    { variants: [{ row: 0, variantId: VARIANT, stock: 1.5, claimLimit: 1 }] },
    "variants.0.stock",
    "whole_number",
  ],
  [
    "a claim limit of none",
    { variants: [{ row: 0, variantId: VARIANT, stock: 1, claimLimit: 0 }] },
    "variants.0.claimLimit",
    "whole_number",
  ],
  [
    "closing before registration opens",
    { registrationOpensAt: "2026-12-01 11:00:00" },
    "registrationClosesAt",
    "closes_before_opening",
  ],
  ["opening before closing", { opensAt: "2026-12-01 09:00:00" }, "opensAt", "opens_before_closing"],
  [
    "opening before the beacon",
    { opensAt: "2026-12-01 10:00:20" },
    "opensAt",
    "opens_before_beacon",
  ],
  ["an end before the opening", { endsAt: "2026-12-02 09:00:00" }, "endsAt", "ends_before_opening"],
  [
    "a closing that has passed",
    { registrationClosesAt: "2026-10-01 10:00:00" },
    "registrationClosesAt",
    "time_passed",
  ],
  ["no hold", { holdMinutes: "" }, "holdMinutes", "number"],
  [
    "a deposit with too many digits",
    { asksForDeposit: true, depositAmount: "1.5", depositCurrency: "JPY" },
    "depositAmount",
    "amount",
  ],
  [
    "an account of no age",
    { asksForAge: true, accountAgeDays: 0 },
    "accountAgeDays",
    "whole_number",
  ],
];

for (const [what, change, field, problem] of cases) {
  test(`${what} is told at its field`, () => {
    expect(findFormProblems({ ...good, ...change }, around)[field]?.problem).toBe(problem);
  });
}

test("variants without a common currency cannot be sold together", () => {
  const variants = [...good.variants, { row: 1, variantId: OTHER, stock: 1, claimLimit: 1 }];
  const currenciesOf = (id: string) => (id === OTHER ? ["JPY"] : ["USD"]);
  expect(
    findFormProblems({ ...good, variants }, { nowMs, currenciesOf })["variants"]?.problem,
  ).toBe("no_shared_currency");
});

test("what an open sale does not have is not sent", () => {
  const body = bodyOf({ ...good, kind: "open" });
  expect([body.drawMode, body.registrationClosesAt]).toEqual([null, null]);
  expect(findFormProblems({ ...good, kind: "open", registrationClosesAt: null }, around)).toEqual(
    {},
  );
});

const amounts: readonly [text: string, currency: string, minor: number | undefined][] = [
  ["49.90", "USD", 4_990],
  ["50", "USD", 5_000],
  ["1999", "JPY", 1_999],
  ["1999.5", "JPY", undefined],
  ["1.234", "KWD", 1_234],
  ["1.234", "USD", undefined],
  ["-5", "USD", undefined],
  ["ten", "USD", undefined],
];

for (const [text, currency, minor] of amounts) {
  test(`${text} ${currency} is ${minor ?? "no amount"}`, () => {
    expect(readMajor(text, digitsOf(currency))).toBe(minor);
  });
}

test("an amount is written as it can be read again", () => {
  expect([writeMajor(4_990, "USD"), writeMajor(1_999, "JPY"), writeMajor(5, "KWD")]).toEqual([
    "49.90",
    "1999",
    "0.005",
  ]);
});

test("a copy stands on the same weekdays in the future, is marked, and carries nobody over", () => {
  const old = {
    ...good,
    carryOverFrom: VARIANT,
    registrationClosesAt: "2026-09-04 10:00:00",
    opensAt: "2026-09-05 20:00:00",
  };
  const copy = duplicateForm(old, { english: " (copy)", chinese: "（副本）" }, nowMs);
  expect(copy).toMatchObject({ english: "First round (copy)", chinese: "", carryOverFrom: null });
  // 4 September 2026 is a Friday, 1 November a Sunday.
  expect([copy.registrationClosesAt, copy.opensAt]).toEqual([
    "2026-11-06 10:00:00",
    "2026-11-07 20:00:00",
  ]);
  expect(findFormProblems(copy, around)).toEqual({});
});

test("local times keep the instant", () => {
  const at = "2026-12-01T10:20:30.000Z";
  expect(fromLocal(toLocal(at))).toBe(at);
  expect(fromLocal(null)).toBeNull();
});
