import { expect, test } from "bun:test";
import { syntaxOf } from "./syntax.ts";

/** Every spelling of a way into another file, and what it leads to. */
const spellings: readonly [title: string, code: string, typeOnly: boolean][] = [
  ["an import", `import { a } from "../b/c.ts";`, false],
  ["a bare import", `import "../b/c.ts";`, false],
  ["an import over several lines", `import {\n  a,\n} from\n  "../b/c.ts";`, false],
  ["a namespace import", `import * as a from "../b/c.ts";`, false],
  ["a type import", `import type { A } from "../b/c.ts";`, true],
  ["an import of types only, each marked", `import { type A } from "../b/c.ts";`, true],
  ["a mixed import", `import { type A, b } from "../b/c.ts";`, false],
  ["a re-export", `export { a } from "../b/c.ts";`, false],
  ["a re-export of everything", `export * from "../b/c.ts";`, false],
  ["a re-export of a type", `export type { A } from "../b/c.ts";`, true],
  ["a type written as import()", `let a: import("../b/c.ts").A;`, true],
  ["a dynamic import", `const a = await import("../b/c.ts");`, false],
  ["a require", `const a = require("../b/c.ts");`, false],
  ["an import assignment", `import a = require("../b/c.ts");`, false],
  ["a worker's address", `new Worker(new URL("../b/c.ts", import.meta.url));`, false],
  ["a path from the root", `mock("server/b/c.ts");`, false],
];

for (const [title, code, typeOnly] of spellings) {
  test(`${title} is seen`, () => {
    const { references } = syntaxOf({ path: "server/a/d.ts", text: `${code}\n` });
    expect(references.map(({ target }) => target)).toEqual(["server/b/c.ts"]);
    expect(references[0]?.typeOnly).toBe(typeOnly);
  });
}

test("an import of a computed path is noted as unreadable", () => {
  const text = "const name = 1;\nawait import(`../${name}.ts`);\n";
  expect(syntaxOf({ path: "server/a/d.ts", text }).unreadableImports).toEqual([2]);
});

test("comments and the text around a regular expression are no imports", () => {
  const text = `// import "../b/c.ts";\nconst r = /from "..\\/b\\/c.ts"/;\n`;
  expect(syntaxOf({ path: "server/a/d.ts", text }).references).toEqual([]);
});

test("a file that does not parse is no file without imports", () => {
  expect(() => syntaxOf({ path: "server/a/d.ts", text: "import {" })).toThrow("server/a/d.ts");
});
