import { placeOf, type Rule, type SourceFile, type Violation } from "../project.ts";
import type { ModuleMap } from "../../../server/modules.ts";

const MAP = "server/modules.ts";

/** The map tells the truth: its arrows lead somewhere, never in a circle, and folders match. */
export const mapIsTrue: Rule = {
  name: "map",
  promise: "the map has no circle and lists exactly the folders that exist",
  check({ files, map }) {
    const violations: Violation[] = [];
    const report = (message: string) => violations.push({ path: MAP, line: 0, message });
    const folders = new Set<string>();
    for (const { path } of files) {
      const place = placeOf(path);
      if (place.part === "module" && place.inside !== "") folders.add(place.module);
      else if (place.part === "module") report(`${path} is a file; modules are folders`);
    }
    for (const [name, { mayUse, purpose, extras }] of Object.entries(map)) {
      if (!folders.has(name)) report(`lists ${name}, which has no folder`);
      if (/["\n]/.test(purpose) || purpose.length > 90) report(`tell ${name}'s purpose in a line`);
      for (const extra of Object.keys(extras)) {
        const path = `server/modules/${name}/${extra}`;
        const isThere = (file: SourceFile) =>
          extra.endsWith("/") ? file.path.startsWith(path) : file.path === path;
        if (!files.some(isThere)) report(`lists ${path}, which is no longer there`);
      }
      for (const used of mayUse) {
        if (!Object.hasOwn(map, used)) report(`${name} may use ${used}, which is not listed`);
      }
    }
    for (const folder of folders) {
      if (!Object.hasOwn(map, folder)) report(`does not list server/modules/${folder}`);
    }
    const circle = findCircle(map);
    if (circle !== undefined) report(`has a circle: ${circle.join(" → ")}`);
    return violations;
  },
};

/** The first circle of arrows, beginning and ending with the same module; undefined if none. */
export function findCircle(map: ModuleMap): string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, trail: readonly string[]): string[] | undefined => {
    const start = trail.indexOf(name);
    if (start >= 0) return [...trail.slice(start), name];
    if (done.has(name)) return undefined;
    for (const next of map[name]?.mayUse ?? []) {
      const circle = walk(next, [...trail, name]);
      if (circle !== undefined) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(map)) {
    const circle = walk(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
