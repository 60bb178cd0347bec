import { expect, test } from "bun:test";
import { isLocale, offeredLocale, preferredLocale, type Locale } from "./locales.ts";

const cases: readonly [header: string | undefined, expected: Locale][] = [
  [undefined, "en"],
  ["", "en"],
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"],
  ["en-GB,en;q=0.9,zh;q=0.8", "en"],
  ["de,zh;q=0.4,en;q=0.3", "zh-Hans"],
  ["de,fr", "en"],
  ["zh;q=0,en;q=0.1", "en"],
  ["ZH-hans-cn", "zh-Hans"],
  ["*", "en"],
  ["zh;q=nonsense", "en"],
  [";;;,,,q=1", "en"],
];

for (const [header, expected] of cases) {
  test(`Accept-Language "${header}" is answered in ${expected}`, () => {
    expect(preferredLocale(header)).toBe(expected);
  });
}

test("of the languages that a site offers, the default one answers who prefers none of them", () => {
  const both = { languages: ["en", "zh-Hans"], defaultLanguage: "zh-Hans" } as const;
  const english = { languages: ["en"], defaultLanguage: "en" } as const;
  expect(["de", "*", "en", undefined].map((header) => preferredLocale(header, both))).toEqual([
    "zh-Hans",
    "zh-Hans",
    "en",
    "zh-Hans",
  ]);
  expect(preferredLocale("zh-CN,en;q=0.1", english)).toBe("en");
  expect([offeredLocale("zh-Hans", english), offeredLocale(7, both)]).toEqual(["en", "zh-Hans"]);
});

test("only Millet's own languages are locales", () => {
  expect(["en", "zh-Hans", "zh", "de", 7, undefined].filter((value) => isLocale(value))).toEqual([
    "en",
    "zh-Hans",
  ]);
});
