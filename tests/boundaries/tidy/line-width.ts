import { codeFiles, type Rule, type SourceFile, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

const COLUMNS_MAX = 100;

/** A long string cannot be broken, so a line is held to the width only without its longest one. */
const COLUMNS_BESIDE_A_STRING_MAX = 60;

export const lineWidth: Rule = {
  name: "line-width",
  promise: `no line of code is wider than ${COLUMNS_MAX} columns, but for long strings`,
  check: (project) => codeFiles(project).flatMap(wideLines),
};

function wideLines(file: SourceFile): Violation[] {
  const violations: Violation[] = [];
  let start = 0;
  for (const [index, text] of file.text.split("\n").entries()) {
    const columns = text.length;
    const end = start + columns;
    if (columns > COLUMNS_MAX && !/https?:\/\//.test(text)) {
      const beside = columns - longestString(file, start, end);
      if (beside > COLUMNS_BESIDE_A_STRING_MAX) {
        violations.push({ path: file.path, line: index + 1, message: `has ${columns} columns` });
      }
    }
    start = end + 1;
  }
  return violations;
}

/** How many columns of a line its longest string, template or regular expression takes. */
function longestString(file: SourceFile, lineStart: number, lineEnd: number): number {
  if (!/\.(?:ts|tsx|mts)$/.test(file.path)) return 0;
  const onLine = syntaxOf(file).unbreakable.map(
    ({ start, end }) => Math.min(end, lineEnd) - Math.max(start, lineStart),
  );
  return Math.max(0, ...onLine);
}
