import { describe, expect, test } from "bun:test";
import { canChange, variantArchivedAt } from "./changes.ts";
import { repeatedSku, SKU } from "./products.ts";

const early = new Date(1000);
const late = new Date(2000);

describe("a change", () => {
  test("is taken when it was made for the newest version", () => {
    expect(canChange({ version: 3, archivedAt: null }, 3)).toBe("yes");
  });

  test("is refused when it was made for another version, older or invented", () => {
    expect(canChange({ version: 3, archivedAt: null }, 2)).toBe("version_conflict");
    expect(canChange({ version: 3, archivedAt: null }, 4)).toBe("version_conflict");
  });

  test("is refused to what is archived, whatever its version", () => {
    expect(canChange({ version: 3, archivedAt: early }, 3)).toBe("archived");
    expect(canChange({ version: 3, archivedAt: early }, 2)).toBe("archived");
  });
});

test("a variant left when it, or its product, first did", () => {
  expect(variantArchivedAt(null, null)).toBeNull();
  expect(variantArchivedAt(late, null)).toBe(late);
  expect(variantArchivedAt(null, late)).toBe(late);
  expect(variantArchivedAt(early, late)).toBe(early);
  expect(variantArchivedAt(late, early)).toBe(early);
});

describe("a SKU", () => {
  for (const sku of ["A", "7", "SISKIN-ONE-16", "A.B_C-D", "A".repeat(64)]) {
    test(`may be ${sku}`, () => expect(sku).toMatch(SKU));
  }
  for (const sku of ["", "a", "A-", "-A", "A B", "Ä", "A\n", "A".repeat(65)]) {
    test(`may not be ${JSON.stringify(sku)}`, () => expect(sku).not.toMatch(SKU));
  }

  test("that comes twice is found", () => {
    expect(repeatedSku([{ sku: "A" }, { sku: "B" }, { sku: "A" }])).toBe("A");
    expect(repeatedSku([{ sku: "A" }, { sku: "B" }])).toBeUndefined();
  });
});
