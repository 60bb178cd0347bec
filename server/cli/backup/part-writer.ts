import { createHash } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Part } from "./manifest.ts";

/** Backups hold personal data and the secret: they are for whoever made them alone. */
export const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Writes one file of a backup; durable when this returns. */
export async function writePart(
  folder: string,
  path: string,
  content: AsyncIterable<unknown> | Iterable<unknown>,
): Promise<Part> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true, mode: FOLDER_MODE });
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(target, "wx", FILE_MODE);
  try {
    for await (const piece of content) {
      const chunk = piece as Uint8Array;
      hash.update(chunk);
      bytes += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { path, bytes, sha256: hash.digest("hex") };
}

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
