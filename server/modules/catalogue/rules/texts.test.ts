import { expect, test } from "bun:test";
import { ALTERNATIVE, DESCRIPTION, readTexts } from "./texts.ts";

test("texts are kept with canonical tags, in one form of lines, and empty ones not at all", () => {
  const given = { en: " One\r\n\r\n- two\t ", "zh-hans": "黄雀", fr: "  " };
  expect(readTexts(given, DESCRIPTION)).toEqual({
    texts: { en: "One\n\n- two", "zh-Hans": "黄雀" },
  });
  expect(readTexts({}, DESCRIPTION)).toEqual({ texts: {} });
});

const wrong: readonly [title: string, texts: Record<string, string>, reason: string][] = [
  ["a tag that is none", { en_US: "x" }, "no BCP 47 language tag"],
  ["one language twice", { "zh-hans": "a", "zh-Hans": "b" }, "has zh-Hans twice"],
  ["lines where there may be none", { en: "a\nb" }, "no plain text"],
  ["marks that turn the direction", { en: "a\u202Eb" }, "no plain text"],
  ["too long a text", { en: "x".repeat(301) }, "longer than 300"],
];
for (const [title, texts, reason] of wrong) {
  test(`texts are refused for ${title}`, () => {
    const read = readTexts(texts, ALTERNATIVE);
    expect("reason" in read && read.reason).toContain(reason);
  });
}
