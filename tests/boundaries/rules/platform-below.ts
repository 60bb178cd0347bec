import { isTest, placeOf, typescriptFiles } from "../project.ts";
import type { Place, Rule, Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

/** Boundary 3, its second part: the platform knows no business. */
export const platformBelow: Rule = {
  name: "platform-below",
  promise: "the platform and the migrations import no module and nothing that knows one",
  check(project) {
    const violations: Violation[] = [];
    for (const file of typescriptFiles(project)) {
      const from = placeOf(file.path).part;
      if (from !== "platform" && from !== "migrations") continue;
      for (const { target, specifier, line } of syntaxOf(file).references) {
        if (target === undefined || mayImport(from, placeOf(target), file.path)) continue;
        const message = `the ${from} may not import "${specifier}"`;
        violations.push({ path: file.path, line, message });
      }
    }
    return violations;
  },
};

function mayImport(from: "platform" | "migrations", to: Place, path: string): boolean {
  if (to.part === "platform" || to.part === from) return true;
  // Tests may use what tests share, and migrate a database of their own.
  return isTest(path) && (to.part === "outside" || to.part === "migrations");
}
