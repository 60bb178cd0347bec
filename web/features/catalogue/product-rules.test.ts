import { expect, test } from "bun:test";
import {
  filledIn,
  moved,
  typedSku,
  whyNoAlternative,
  whyNoDescription,
  whyNoName,
  whyNoNames,
  whyNoSku,
} from "./product-rules.ts";

test("a name is one line of plain text, and one language must have one", () => {
  expect(whyNoName("Siskin One")).toBeUndefined();
  expect(whyNoName("x".repeat(121))).toBe("tooLong");
  expect(whyNoName("a\u202Eb")).toBe("noPlainText");
  expect(whyNoNames({ en: " ", "zh-Hans": "黄雀" })).toBeUndefined();
  expect(whyNoNames({ en: " ", "zh-Hans": "" })).toBe("nameMissing");
});

test("a description may have lines, and what a picture shows may not", () => {
  expect(whyNoDescription("# One\n\n\t- two")).toBeUndefined();
  expect(whyNoDescription("x".repeat(10_001))).toBe("tooLong");
  expect(whyNoAlternative("a\nb")).toBe("noPlainText");
});

test("a SKU is typed in any letters, and kept in large ones", () => {
  expect(typedSku(" siskin-one 16 ")).toBe("SISKIN-ONE16");
  expect(whyNoSku("SISKIN-ONE-16")).toBeUndefined();
  expect(whyNoSku("")).toBe("skuMissing");
  for (const sku of ["-A", "A-", "A/B", "黄雀", "A".repeat(65)])
    expect(whyNoSku(sku)).toBe("skuForm");
});

test("languages without a text are left out", () => {
  expect(filledIn({ en: " One ", "zh-Hans": "  " })).toEqual({ en: "One" });
});

test("something moves by one place, and not over the ends", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
