import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

/** What forgeries change in a backup's manifest. */
export interface LooseManifest {
  migrations: string[];
  tables: { path: string; bytes: number; sha256: string; rows: number }[];
}

export function changeManifest(folder: string, change: (manifest: LooseManifest) => void): void {
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as LooseManifest;
  change(manifest);
  writeFileSync(path, JSON.stringify(manifest));
}

/** Replaces a table's rows by others and makes the checksums fit, as a forger would. */
export function forgeTable(folder: string, table: string, change: (text: string) => string): void {
  const path = `database/${table}.gz`;
  const bytes = gzipSync(change(gunzipSync(readFileSync(join(folder, path))).toString("latin1")));
  writeFileSync(join(folder, path), bytes);
  changeManifest(folder, ({ tables }) => {
    const part = tables.find((found) => found.path === path);
    if (part === undefined) throw new Error(`the backup has no ${path}`);
    part.bytes = bytes.length;
    part.sha256 = createHash("sha256").update(bytes).digest("hex");
  });
}
