import { isTest, placeOf, type Project, type Rule, type Violation } from "../project.ts";

/** Files at a module's top. Parts may be absent, never renamed. */
const TOP_FILES = /^(?:README\.md|(?:index|store|schema|failures|routes|jobs)\.ts)$/;

const FOLDERS: Readonly<Record<string, { readonly name: RegExp; readonly say: string }>> = {
  rules: { name: /^[a-z0-9-]+(?:\/[a-z0-9-]+)*\.ts$/, say: "kebab-case" },
  commands: { name: /^[a-z]+(?:-[a-z0-9]+)+\.ts$/, say: "verb-noun, such as cast-vote.ts" },
  queries: { name: /^(?:find|list)(?:-[a-z0-9]+)+\.ts$/, say: "find-… or list-…" },
  routes: { name: /^[a-z0-9-]+\.ts$/, say: "kebab-case" },
};

const NEEDED = ["index.ts", "README.md"];
const README_LINES_MAX = 20;

/** Every module looks alike: learn one, know all. */
export const shape: Rule = {
  name: "shape",
  promise: "every module has the same inner shape, a door, and a README of at most 20 lines",
  check(project) {
    return [...wrongNames(project), ...missingFiles(project), ...longReadmes(project)];
  },
};

function wrongNames({ files, map }: Project): Violation[] {
  const violations: Violation[] = [];
  for (const { path } of files) {
    const place = placeOf(path);
    if (place.part !== "module") continue;
    const extras = Object.keys(map[place.module]?.extras ?? {});
    const message = wrongName(place.inside, extras);
    if (message !== undefined) violations.push({ path, line: 0, message });
  }
  return violations;
}

function wrongName(inside: string, extras: readonly string[]): string | undefined {
  const slash = inside.indexOf("/");
  if (slash < 0) {
    if (TOP_FILES.test(inside) || isTest(inside) || extras.includes(inside)) return undefined;
    return "is no part of a module's shape";
  }
  const folder = inside.slice(0, slash);
  const rest = inside.slice(slash + 1);
  if (extras.includes(`${folder}/`)) return undefined;
  const part = FOLDERS[folder];
  if (part === undefined) {
    return `the folder ${folder}/ is no part of a module's shape; list it in the map with a reason`;
  }
  if (isTest(rest) || part.name.test(rest)) return undefined;
  return `files in ${folder}/ are named ${part.say}`;
}

function missingFiles({ files }: Project): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  const modules = new Set(
    [...paths].flatMap((path) => {
      const place = placeOf(path);
      return place.part === "module" && place.inside !== "" ? [place.module] : [];
    }),
  );
  return [...modules].flatMap((module) =>
    NEEDED.filter((name) => !paths.has(`server/modules/${module}/${name}`)).map((name) => ({
      path: `server/modules/${module}/${name}`,
      line: 0,
      message: "is missing",
    })),
  );
}

function longReadmes({ files }: Project): Violation[] {
  return files.flatMap(({ path, text }) => {
    const place = placeOf(path);
    if (place.part !== "module" || place.inside !== "README.md") return [];
    const lines = text.trimEnd().split("\n").length;
    if (lines <= README_LINES_MAX) return [];
    return [{ path, line: lines, message: `has ${lines} lines; ${README_LINES_MAX} are enough` }];
  });
}
