import { isTest, placeOf, typescriptFiles, type Place, type Rule } from "../project.ts";
import type { SourceFile, Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

const CONTRACT = "web/api/";

/**
 * What the pages of the server and the web app share of their look: colours, type and spacing, what
 * derives from the brand's accents, and the logo's size. They import nothing themselves.
 */
const SHARED_LOOK = new Set([
  "server/platform/pages/tokens.css",
  "server/platform/pages/accent-colours.ts",
  "server/platform/pages/logo-box.ts",
]);

/** Boundary 3, the rest: one place puts the parts together; the web sees the contract only. */
export const composition: Rule = {
  name: "composition",
  promise: "only the composition root sees all modules, and the web sees the contract only",
  check(project) {
    return typescriptFiles(project).flatMap((file) => checkFile(file));
  },
};

function checkFile(file: SourceFile): Violation[] {
  const from = placeOf(file.path);
  if (from.part === "outside") return [];
  const violations: Violation[] = [];
  if (from.part === "stray") {
    const message = "stands in no known part of the server; the map has no place for it";
    violations.push({ path: file.path, line: 0, message });
  }
  for (const { target, specifier, line } of syntaxOf(file).references) {
    if (target === undefined) continue;
    const message = wrongReach(file.path, from, placeOf(target), target);
    if (message === undefined) continue;
    violations.push({ path: file.path, line, message: `"${specifier}": ${message}` });
  }
  return violations;
}

function wrongReach(path: string, from: Place, to: Place, target: string): string | undefined {
  if (from.part === "web") {
    if (to.part === "web" || (to.part === "outside" && isTest(path))) return undefined;
    if (SHARED_LOOK.has(target)) return undefined;
    return `the web imports the generated contract (${CONTRACT}), not the server`;
  }
  if (to.part === "web") return "the server does not import the web";
  if (to.part === "outside" && !isTest(path)) {
    return target === "package.json" ? undefined : "the product does not import tests or tools";
  }
  if (from.part === "stray" && to.part === "module")
    return "only the composition root sees modules";
  if (from.part !== "module") return undefined;
  if (to.part === "composition") return "a module does not import the composition root";
  if (to.part === "map") return "a module does not import the map";
  if (to.part === "stray") return "a module imports only itself, doors and the platform";
  if (to.part === "migrations" && !isTest(path)) return "a module does not import migrations";
  return undefined;
}
