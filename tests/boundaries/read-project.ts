import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { modules, type ModuleMap } from "../../server/modules.ts";
import { FIXTURES, type Project, type SourceFile } from "./project.ts";

const ROOT = join(import.meta.dir, "../..");

/** Files in these formats are bytes to a reader, not text. */
const BINARY = /\.(?:png|jpe?g|gif|ico|webp|woff2?|ttf|otf|pdf|zip|gz|wasm)$/;

/** Every text file that belongs to the repository, or would with the next `git add`. */
export async function readProject(): Promise<Project> {
  const listing = Bun.spawnSync(
    "git -c safe.directory=* ls-files -z --cached --others --exclude-standard".split(" "),
    { cwd: ROOT },
  );
  if (listing.exitCode !== 0) throw new Error(`git ls-files: ${listing.stderr.toString()}`);
  const paths = listing.stdout
    .toString()
    .split("\0")
    .filter((path) => path !== "" && !path.startsWith(FIXTURES) && !BINARY.test(path))
    .filter((path) => existsSync(join(ROOT, path)));
  const files = await Promise.all([...new Set(paths)].sort().map((path) => readSource(ROOT, path)));
  return { files, map: modules };
}

/** The map of fixtures without one of their own. */
const FIXTURE_MAP: ModuleMap = {
  accounts: { purpose: "Who.", mayUse: [], extras: {} },
  catalogue: { purpose: "What.", mayUse: ["accounts"], extras: {} },
  sales: {
    purpose: "How.",
    mayUse: ["accounts", "catalogue"],
    extras: { "lane/": "Apart.", "context.ts": "Joins." },
  },
};

const SUFFIX = ".fixture";
const OWN_MAP = "map.json";

/**
 * A small project of its own, kept below the fixtures' folder. The suffix of its files keeps them
 * out of sight of the compiler, the linter and the test runner.
 */
export async function readFixture(rule: string, kind: "fails" | "passes"): Promise<Project> {
  const folder = join(ROOT, FIXTURES, rule, kind);
  const entries = await readdir(folder, { recursive: true });
  const files = await Promise.all(
    entries
      .filter((path) => path.endsWith(SUFFIX))
      .sort()
      .map((path) => readSource(folder, path, path.slice(0, -SUFFIX.length))),
  );
  const hasOwnMap = entries.includes(OWN_MAP);
  const map: ModuleMap = hasOwnMap ? await Bun.file(join(folder, OWN_MAP)).json() : FIXTURE_MAP;
  return { files, map };
}

/** What the failing fixture must be reported for: one `path:line: message` a line. */
export function readExpectedViolations(rule: string): Promise<string> {
  return Bun.file(join(ROOT, FIXTURES, rule, "expected.txt")).text();
}

async function readSource(folder: string, path: string, name = path): Promise<SourceFile> {
  return { path: name, text: await Bun.file(join(folder, path)).text() };
}
