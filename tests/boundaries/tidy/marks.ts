import { codeFiles, type Rule } from "../project.ts";
import { matchingLines } from "./allowed.ts";

// The brackets keep this file from reporting itself.
const MARKS = /\b(?:[T]ODO|[F]IXME|[H]ACK)\b/;

export const marks: Rule = {
  name: "marks",
  promise: "nothing is left in the code with a mark to come back to",
  check: (project) =>
    codeFiles(project).flatMap((file) =>
      matchingLines(file, MARKS, "do it now, or write an issue; leave no mark"),
    ),
};
