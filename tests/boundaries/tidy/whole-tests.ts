import { isTest, typescriptFiles, type Rule, type Violation } from "../project.ts";
import { syntaxOf } from "../syntax.ts";

const RUNNERS = new Set(["test", "it", "describe"]);
const PARTIAL = new Set(["skip", "only", "todo", "skipIf", "todoIf", "if", "failing"]);
const SHORT_FORMS = new Set(["xtest", "xit", "xdescribe", "fit", "fdescribe"]);

export const wholeTests: Rule = {
  name: "whole-tests",
  promise: "no test is skipped, singled out or put off",
  check: (project) =>
    typescriptFiles(project)
      .filter(({ path }) => isTest(path) || path.startsWith("tests/"))
      .flatMap((file) => {
        const syntax = syntaxOf(file);
        const violations: Violation[] = [];
        const report = (start: number, name: string) =>
          void violations.push({
            path: file.path,
            line: syntax.lineOf(start),
            message: `${name}: a test runs whole or is not there`,
          });
        syntax.visit({
          MemberExpression(node) {
            if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
            const { name } = node.property;
            if (!RUNNERS.has(node.object.name) || !PARTIAL.has(name)) return;
            report(node.start, `${node.object.name}.${name}`);
          },
          CallExpression({ callee }) {
            if (callee.type !== "Identifier" || !SHORT_FORMS.has(callee.name)) return;
            report(callee.start, callee.name);
          },
        });
        return violations;
      }),
};
