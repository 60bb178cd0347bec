import { join } from "node:path";
import { modules, type ModuleMap } from "../../server/modules.ts";

const FILE = join(import.meta.dir, "../../ARCHITECTURE.md");
const BEGIN = "<!-- picture of server/modules.ts: `npm run picture` writes it -->";
const END = "<!-- end of picture -->";

/** The map as a Mermaid flowchart in a fenced block: an arrow leads to the module that is used. */
export function pictureOf(map: ModuleMap): string {
  const names = Object.keys(map);
  const boxes = names.map((name) => `  ${name}["<b>${name}</b><br>${map[name]?.purpose}"]`);
  const arrows = names.flatMap((name) =>
    (map[name]?.mayUse ?? []).map((used) => `  ${name} --> ${used}`),
  );
  const fence = "```";
  return [`${fence}mermaid`, "flowchart TD", ...boxes, ...arrows, fence].join("\n");
}

/** Puts the picture between its markers. @throws Error if the text has not one pair of them. */
export function withPicture(text: string, map: ModuleMap): string {
  const [before, rest, ...others] = text.split(BEGIN);
  const [old, after, ...ends] = (rest ?? "").split(END);
  if (old === undefined || after === undefined || others.length > 0 || ends.length > 0) {
    throw new Error(`ARCHITECTURE.md needs one "${BEGIN}" and one "${END}" after it`);
  }
  return `${before}${BEGIN}\n${pictureOf(map)}\n${END}${after}`;
}

/** ARCHITECTURE.md as it is, and as the map wants it. */
export async function readArchitecture(): Promise<{ actual: string; wanted: string }> {
  const actual = await Bun.file(FILE).text();
  return { actual, wanted: withPicture(actual, modules) };
}

if (import.meta.main) {
  const { actual, wanted } = await readArchitecture();
  await Bun.write(FILE, wanted);
  console.log(`ARCHITECTURE.md: ${actual === wanted ? "the picture was up to date" : "redrawn"}`);
}
