import { expect, test } from "bun:test";
import { refusedFields } from "./refused-fields.ts";

const rows = [{ variantId: "a" }, { variantId: "b" }];

test("what the server refuses is told at the field that shows it", () => {
  const issues = [{ in: "json", path: "holdSeconds", message: "too small" }];
  expect(refusedFields({ issues }, rows)).toEqual({ holdMinutes: { problem: "refused" } });
  const problems = [{ field: "opensAt", message: "before registration is over" }];
  expect(refusedFields({ problems }, rows)).toEqual({ opensAt: { problem: "refused" } });
  expect(Object.keys(refusedFields({ variantIds: ["b"] }, rows))).toEqual(["variants.1.variantId"]);
});

test("a refusal that names no field is told nowhere in particular", () => {
  expect(refusedFields({ issues: "odd", problems: [null, {}] }, rows)).toEqual({});
});
