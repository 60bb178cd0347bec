import { typescriptFiles, type Rule, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";
import { checkEach, type Allowed } from "./allowed.ts";

const ALLOWED: Allowed = { "web/vite.config.ts": "The bundler asks for a default export." };

export const defaultExports: Rule = {
  name: "default-exports",
  promise: "an export has the name that its readers know it by: there are no default exports",
  check: (project) =>
    checkEach(typescriptFiles(project), ALLOWED, (file) => {
      const syntax = syntaxOf(file);
      const violations: Violation[] = [];
      const report = (start: number) => {
        const line = syntax.lineOf(start);
        violations.push({ path: file.path, line, message: "exports a default; give it a name" });
      };
      syntax.visit({
        ExportDefaultDeclaration: (node) => report(node.start),
        ExportSpecifier(node) {
          const { exported } = node;
          const name = exported.type === "Identifier" ? exported.name : exported.value;
          if (name === "default") report(node.start);
        },
        TSExportAssignment: (node) => report(node.start),
      });
      return violations;
    }),
};
