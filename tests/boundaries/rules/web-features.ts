import { placeOf, typescriptFiles, type Rule, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

/** Folders below `web/` that every part of the app may use. */
const SHARED = ["ui", "api"];
const PARENTS = "web/routes/parents.ts";

/** In the web app features stand beside each other, as modules do in the server. */
export const webFeatures: Rule = {
  name: "web-features",
  promise:
    "a feature of the web app uses itself and what all share, and the shared know no feature",
  check(project) {
    const violations: Violation[] = [];
    for (const file of typescriptFiles(project)) {
      if (placeOf(file.path).part !== "web") continue;
      for (const { target, specifier, line } of syntaxOf(file).references) {
        if (target === undefined || !target.startsWith("web/")) continue;
        const message = wrongUse(file.path, target);
        if (message === undefined) continue;
        violations.push({ path: file.path, line, message: `"${specifier}": ${message}` });
      }
    }
    return violations;
  },
};

function wrongUse(path: string, target: string): string | undefined {
  const [folder = "", feature = ""] = path.split("/").slice(1);
  const [used = "", other = ""] = target.split("/").slice(1);
  if (SHARED.includes(used)) return undefined;
  if (folder === "features") {
    const isOwn = used === "features" && other === feature;
    if (isOwn || target === PARENTS) return undefined;
    return `a feature uses its own folder, ${SHARED.join("/, ")}/ and ${PARENTS}`;
  }
  if (SHARED.includes(folder)) return `${folder}/ knows no feature and no route`;
  return undefined;
}
