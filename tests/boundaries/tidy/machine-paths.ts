import type { Rule } from "../project.ts";
import { matchingLines } from "./allowed.ts";

const MACHINE_PATH = /(?<![\w.)}\]*>$-])\/(?:work|root|home|Users)(?:\/|["'`\s]|$)|\b[A-Z]:\\+\w/;

export const machinePaths: Rule = {
  name: "machine-paths",
  promise: "no file names a folder that only one machine has",
  check: ({ files }) =>
    files.flatMap((file) =>
      matchingLines(file, MACHINE_PATH, "names a folder of one machine; make it relative"),
    ),
};
