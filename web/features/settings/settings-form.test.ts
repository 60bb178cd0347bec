import { expect, test } from "bun:test";
import {
  changeOf,
  fieldOfPath,
  findProblems,
  type FormValues,
  mergeValues,
  sellableCurrencies,
  shownContrast,
} from "./settings-form.ts";

const values: FormValues = {
  name: "Siskin",
  showsName: true,
  light: "#934800",
  dark: "#f3b567",
  languages: ["en", "zh-Hans"],
  defaultLanguage: "en",
  currencies: ["CNY"],
};

const wrong: readonly [changes: Partial<FormValues>, field: string, problem: string][] = [
  [{ name: "  " }, "name", "nameMissing"],
  [{ name: "n".repeat(61) }, "name", "nameTooLong"],
  [{ light: "#93" }, "light", "noColour"],
  [{ light: "#f3b567" }, "light", "illegible"],
  [{ dark: "#934800" }, "dark", "illegible"],
  [{ languages: ["zh-Hans"] }, "defaultLanguage", "defaultNotOffered"],
  [{ currencies: [] }, "currencies", "noCurrency"],
];

for (const [changes, field, problem] of wrong) {
  test(`${JSON.stringify(changes).slice(0, 40)} is ${problem}`, () => {
    expect(findProblems({ ...values, ...changes })).toEqual({ [field]: problem });
  });
}

test("what is right has no problem, and is sent as it is kept", () => {
  expect(findProblems(values)).toEqual({});
  expect(changeOf({ ...values, name: " Siskin ", light: "#0B5394" }, 7)).toEqual({
    version: 7,
    name: "Siskin",
    showsName: true,
    accents: { light: "#0b5394", dark: "#f3b567" },
    languages: ["en", "zh-Hans"],
    defaultLanguage: "en",
    currencies: ["CNY"],
  });
});

test("after a conflict, what was typed stays and all else is the newest", () => {
  const typed = { ...values, name: "Mine", currencies: ["CNY", "EUR"] };
  const newest = { ...values, name: "Theirs", dark: "#9fc5e8", currencies: ["USD"] };
  expect(mergeValues(values, typed, newest)).toEqual({ ...typed, dark: "#9fc5e8" });
  expect(mergeValues(values, values, newest)).toEqual(newest);
});

test("a refusal finds its field", () => {
  expect(
    ["name", "accents.dark", "accents.light", "currencies.2", "version"].map(fieldOfPath),
  ).toEqual(["name", "dark", "light", "currencies", undefined]);
});

test("a contrast is never shown as more than it is", () => {
  expect([4.4999, 4.5, 21].map(shownContrast)).toEqual(["4.49", "4.50", "21.00"]);
});

test("every currency can be offered, and no metal, fund or test code", () => {
  const offered = new Set(sellableCurrencies());
  expect(["CNY", "USD", "XAF", "XPF"].filter((code) => !offered.has(code))).toEqual([]);
  expect(["XAU", "XDR", "XTS", "XXX"].filter((code) => offered.has(code))).toEqual([]);
});
