import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "../..");

test("every setting is described in docs/settings.md, and no other", () => {
  const code = readFileSync(join(import.meta.dir, "config.ts"), "utf8");
  const known = [...code.matchAll(/^ {2}([A-Z_]{4,}):/gm)].map(([, name]) => name ?? "");
  const docs = readFileSync(join(ROOT, "docs/settings.md"), "utf8");
  const rows = docs.split("\n").filter((line) => line.startsWith("| `"));
  const described = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name ?? ""),
  );
  expect(known.length).toBeGreaterThan(10);
  expect(described.toSorted()).toEqual(known.toSorted());
});
