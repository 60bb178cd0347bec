import { expect, test } from "bun:test";
import { formatDuration, formatInstant, formatMoney, joinSentences, nameIn } from "./formats.ts";

const money: readonly [amountMinor: number, currency: string, digits: number, text: string][] = [
  [199_900, "CNY", 2, "CN¥1,999"],
  [199_950, "USD", 2, "$1,999.50"],
  [1_999, "JPY", 0, "¥1,999"],
  [1_234_567, "KWD", 3, "KWD 1,234.567"],
  [-50, "EUR", 2, "-€0.50"],
];

for (const [amountMinor, currency, digits, text] of money) {
  test(`${amountMinor} minor units of ${currency} read ${text}`, () => {
    // The space in the middle does not break.
    expect(formatMoney(amountMinor, currency, digits, "en").replaceAll("\u00a0", " ")).toBe(text);
  });
}

test("money is written as its reader is used to", () => {
  expect(formatMoney(199_900, "CNY", 2, "zh-Hans")).toBe("¥1,999");
});

const durations: readonly [seconds: number, english: string, chinese: string][] = [
  [0, "0 seconds", "0 秒"],
  [59.6, "1 minute", "1 分钟"],
  [90, "1 minute 30 seconds", "1 分钟 30 秒"],
  [7_500, "2 hours 5 minutes", "2 小时 5 分钟"],
  [90_000, "1 day 1 hour", "1 天 1 小时"],
  [-5, "0 seconds", "0 秒"],
];

for (const [seconds, english, chinese] of durations) {
  test(`${seconds} seconds last ${english}`, () => {
    expect(formatDuration(seconds, "en")).toBe(english);
    expect(formatDuration(seconds, "zh-Hans")).toBe(chinese);
  });
}

test("an instant names its zone", () => {
  const at = new Date("2026-12-01T00:05:00Z");
  expect(formatInstant(at, "en")).toBe("Dec 1, 2026, 00:05 UTC");
  expect(formatInstant(at, "zh-Hans")).toContain("UTC");
});

test("sentences follow each other as their language does it", () => {
  expect(joinSentences(["One.", "Two."], "en")).toBe("One. Two.");
  expect(joinSentences(["一。", "二。"], "zh-Hans")).toBe("一。二。");
});

test("a name is taken in the reader's language, else in English, else in any", () => {
  expect(nameIn({ en: "Seed", "zh-Hans": "谷粒" }, "zh-Hans")).toBe("谷粒");
  expect(nameIn({ en: "Seed", fr: "Graine" }, "zh-Hans")).toBe("Seed");
  expect(nameIn({ fr: "Graine" }, "en")).toBe("Graine");
  expect(nameIn({}, "en")).toBe("");
});
