import type { ModuleMap } from "../../server/modules.ts";

/** One file of the project; `path` is relative to the repository root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a rule looks at: files and the map of modules that they are held to. */
export interface Project {
  readonly files: readonly SourceFile[];
  readonly map: ModuleMap;
}

export interface Violation {
  readonly path: string;
  /** Counted from 1; 0 when the file as a whole is meant. */
  readonly line: number;
  readonly message: string;
}

/** A boundary: a pure function from a project to what is wrong in it. */
export interface Rule {
  /** The name of the folder that holds its fixtures. */
  readonly name: string;
  /** What holds as long as it reports nothing; the title of its test. */
  readonly promise: string;
  check(project: Project): Violation[];
}

/** Fixtures break the rules on purpose: no rule looks at them as part of the project. */
export const FIXTURES = "tests/boundaries/fixtures/";

const CODE = /\.(?:ts|tsx|mts|css|sql)$/;
const TYPESCRIPT = /\.(?:ts|tsx|mts)$/;

export function codeFiles(project: Project): SourceFile[] {
  return project.files.filter((file) => CODE.test(file.path));
}

export function typescriptFiles(project: Project): SourceFile[] {
  return project.files.filter((file) => TYPESCRIPT.test(file.path));
}

export function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.endsWith(".test.tsx");
}

/** The part of the architecture in which a file stands. */
export type Place =
  | { readonly part: "module"; readonly module: string; readonly inside: string }
  | { readonly part: "platform" | "migrations" | "composition" | "map" | "web" }
  /** A file under `server/` in none of the known parts. */
  | { readonly part: "stray" }
  /** Tests, benchmarks, documents: outside the product. */
  | { readonly part: "outside" };

const COMPOSITION = /^server\/(?:main\.ts|cli\/)/;

export function placeOf(path: string): Place {
  const inModule = /^server\/modules\/([^/]+)(?:\/(.*))?$/.exec(path);
  if (inModule !== null) {
    return { part: "module", module: inModule[1] ?? "", inside: inModule[2] ?? "" };
  }
  if (path === "server/modules.ts") return { part: "map" };
  if (path.startsWith("server/platform/")) return { part: "platform" };
  if (path.startsWith("server/migrations/")) return { part: "migrations" };
  if (COMPOSITION.test(path)) return { part: "composition" };
  if (path.startsWith("server/")) return { part: "stray" };
  if (path.startsWith("web/")) return { part: "web" };
  return { part: "outside" };
}
