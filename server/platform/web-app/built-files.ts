import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What the bundler wrote of one entry or of a piece that it loads later. */
const chunkSchema = z.looseObject({
  file: z.string(),
  isEntry: z.boolean().optional(),
  imports: z.array(z.string()).default([]),
  css: z.array(z.string()).default([]),
});

const manifestSchema = z.record(z.string(), chunkSchema);

/** The web app as it was built: what its page loads first, and every file by its name. */
export interface BuiltFiles {
  readonly script: string;
  readonly styles: readonly string[];
  /** Pieces that the script needs at once; the page asks for them without waiting for it. */
  readonly preloads: readonly string[];
  /** The file below the build's folder; undefined for a name that the build did not make. */
  pathOf(name: string): string | undefined;
}

/** @returns undefined where nothing has been built */
export function readBuiltFiles(folder: string): BuiltFiles | undefined {
  const manifestPath = join(folder, "manifest.json");
  if (!existsSync(manifestPath)) return undefined;
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, "utf8")));
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry === true);
  if (entry === undefined) throw new Error(`${manifestPath} names no entry`);
  const first = new Set<z.output<typeof chunkSchema>>();
  const gather = (chunk: z.output<typeof chunkSchema>) => {
    if (first.has(chunk)) return;
    first.add(chunk);
    for (const name of chunk.imports) {
      const next = manifest[name];
      if (next !== undefined) gather(next);
    }
  };
  gather(entry);
  const chunks = [...first];
  // Only names that were there at the start are served: no path of a request reaches the disk.
  const known = new Set(readdirSync(join(folder, "assets")).map((name) => `assets/${name}`));
  return {
    script: entry.file,
    styles: [...new Set(chunks.flatMap(({ css }) => css))],
    preloads: chunks.filter((chunk) => chunk !== entry).map(({ file }) => file),
    pathOf: (name) => (known.has(name) ? join(folder, name) : undefined),
  };
}
