import { expect, test } from "bun:test";
import fc from "fast-check";
import { canonicalLanguage, LANGUAGES_MAX, NAME_LENGTH_MAX, readNames } from "./names.ts";

const tags: readonly [given: string, canonical: string | undefined][] = [
  ["en", "en"],
  ["EN", "en"],
  ["zh-hans", "zh-Hans"],
  ["zh-Hans-CN", "zh-Hans-CN"],
  ["pt-br", "pt-BR"],
  ["en_US", undefined],
  ["english", "english"],
  ["", undefined],
  ["a", undefined],
  ["zh-", undefined],
  [`en-${"abcdefgh-".repeat(4)}x`, undefined],
];

for (const [given, canonical] of tags) {
  test(`the tag "${given}" is kept as ${canonical}`, () => {
    expect(canonicalLanguage(given)).toBe(canonical);
  });
}

test("names are kept with canonical tags, composed, without blanks at the ends", () => {
  expect(readNames({ "zh-hans": " 黄雀 ", fr: "E\u0301tourneau" })).toEqual({
    names: { "zh-Hans": "黄雀", fr: "\u00c9tourneau" },
  });
});

const refused: readonly [title: string, names: Record<string, string>, reason: string][] = [
  ["no language at all", {}, "at least one language"],
  ["one language in two spellings", { "zh-Hans": "a", "zh-hans": "b" }, "names zh-Hans twice"],
  ["a tag that is none", { en_US: "a" }, `"en_US" is no BCP 47 language tag`],
  ["an empty name", { en: "" }, "the name in en is empty"],
  ["a name of blanks", { en: " \t " }, "is empty"],
  ["a name that is too long", { en: "a".repeat(NAME_LENGTH_MAX + 1) }, "longer than 120"],
  ["a line break", { en: "a\nb" }, "no plain text"],
  ["a zero byte", { en: "a\u0000b" }, "no plain text"],
  ["a mark that turns the text around", { en: "a\u202eb" }, "no plain text"],
  ["half a character", { en: "a\ud800b" }, "no plain text"],
];

for (const [title, names, reason] of refused) {
  test(`names are refused for ${title}`, () => {
    const read = readNames(names);
    expect("reason" in read ? read.reason : "taken").toContain(reason);
  });
}

test("names in more languages than anybody speaks are refused", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  const tag = (index: number) => `q${letters[Math.floor(index / 26)]}${letters[index % 26]}`;
  const names = Object.fromEntries(
    Array.from({ length: LANGUAGES_MAX + 1 }, (_, index) => [tag(index), "a"]),
  );
  expect(readNames(names)).toEqual({ reason: "must have names in at most 30 languages" });
});

test("what was read once is read the same again, and nothing throws", () => {
  const anyNames = fc.dictionary(
    fc.oneof(fc.constantFrom("en", "zh-hans", "DE", "fr"), fc.string()),
    fc.string({ unit: "binary" }),
    { maxKeys: 5 },
  );
  fc.assert(
    fc.property(anyNames, (given) => {
      const read = readNames(given);
      if ("names" in read) expect(readNames(read.names)).toEqual(read);
    }),
  );
});
