import { codeFiles, type Rule } from "../project.ts";
import { checkEach, type Allowed } from "./allowed.ts";

const LINES_MAX = 300;

const ALLOWED: Allowed = {};

export const longFiles: Rule = {
  name: "long-files",
  promise: `no file of code is longer than ${LINES_MAX} lines without a listed reason`,
  check: (project) =>
    checkEach(codeFiles(project), ALLOWED, ({ path, text }) => {
      const lines = text.trimEnd().split("\n").length;
      if (lines <= LINES_MAX) return [];
      return [{ path, line: lines, message: `has ${lines} lines; split it past ${LINES_MAX}` }];
    }),
};
