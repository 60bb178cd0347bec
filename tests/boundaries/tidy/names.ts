import { codeFiles, typescriptFiles, type Rule } from "../project.ts";
import type { SourceFile, Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

/** Words that say nothing about what a thing is for. */
const EMPTY_WORDS = new Set([
  "util",
  "utils",
  "helper",
  "helpers",
  "common",
  "manager",
  "managers",
  "misc",
]);

export const names: Rule = {
  name: "names",
  promise: "files are named in kebab-case, and no name is a word that explains nothing",
  check: (project) => [
    ...codeFiles(project).flatMap(wrongPaths),
    ...typescriptFiles(project).flatMap(wrongDeclarations),
  ],
};

function wrongPaths({ path }: SourceFile): Violation[] {
  const violations: Violation[] = [];
  const words = path.replace(/\.[a-z]+$/, "").split(/[/.\-_]/);
  const empty = words.find((word) => EMPTY_WORDS.has(word.toLowerCase()));
  if (empty !== undefined) {
    violations.push({ path, line: 0, message: `"${empty}" explains nothing; say what it is for` });
  }
  if (/(?:^|\/)services?\.ts$/.test(path)) {
    violations.push({ path, line: 0, message: "a bare service explains nothing" });
  }
  // The web's router gives files such as $saleId.tsx a meaning of their own.
  if (/^(?:server|tests|bench)\//.test(path) && !/^[a-z0-9./-]+$/.test(path)) {
    violations.push({ path, line: 0, message: "is not in kebab-case" });
  }
  return violations;
}

/** What a file declares at its top; inside a function, names have the function to explain them. */
function wrongDeclarations(file: SourceFile): Violation[] {
  const syntax = syntaxOf(file);
  const violations: Violation[] = [];
  for (const { name, start } of syntax.topNames) {
    if (!wordsOf(name).some((word) => EMPTY_WORDS.has(word))) continue;
    const message = `${name} explains nothing; say what it is for`;
    violations.push({ path: file.path, line: syntax.lineOf(start), message });
  }
  return violations;
}

/** The words of a name in camelCase, PascalCase, snake_case or CONSTANT_CASE, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\s_$-]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}
