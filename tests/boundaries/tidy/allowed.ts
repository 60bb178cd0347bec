import type { SourceFile, Violation } from "../project.ts";

/** Exceptions to a tidiness rule: a path, or the beginning of paths and `*`, and the reason. */
export type Allowed = Readonly<Record<string, string>>;

/**
 * Applies a check to each file that is not excepted. An exception that none of its files needs any
 * longer is reported too, so that the lists only grow for cause.
 */
export function checkEach(
  files: readonly SourceFile[],
  allowed: Allowed,
  check: (file: SourceFile) => Violation[],
): Violation[] {
  const needed = new Map<string, boolean>();
  const violations = files.flatMap((file) => {
    const found = check(file);
    const exception = Object.keys(allowed).find((pattern) => covers(pattern, file.path));
    if (exception === undefined) return found;
    needed.set(exception, needed.get(exception) === true || found.length > 0);
    return [];
  });
  const stale = [...needed].filter(([, isNeeded]) => !isNeeded);
  return [
    ...violations,
    ...stale.map(([path]) => ({ path, line: 0, message: "needs its exception no longer" })),
  ];
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** One violation for each line that matches. */
export function matchingLines(file: SourceFile, pattern: RegExp, message: string): Violation[] {
  return file.text
    .split("\n")
    .flatMap((text, index) =>
      pattern.test(text) ? [{ path: file.path, line: index + 1, message }] : [],
    );
}
