import type { Rule } from "../project.ts";
import { matchingLines } from "./allowed.ts";

/**
 * A host in the lock file would bind every installation to one registry or mirror. A package of
 * this repository itself stands there by its folder.
 */
export const lockHosts: Rule = {
  name: "lock-hosts",
  promise: "the lock file names no host, so that any registry can serve the installation",
  check: ({ files }) =>
    files
      .filter(({ path }) => path.endsWith("package-lock.json"))
      .flatMap((file) =>
        matchingLines(file, /"resolved": "(?!web\/)/, "names where a package came from"),
      ),
};
