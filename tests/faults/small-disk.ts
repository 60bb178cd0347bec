import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BLOCK = Buffer.alloc(64 * 1024, 1);

/** A file system of its own that can be filled to its last byte without harm to the machine. */
export interface SmallDisk {
  readonly path: string;
  /** Writes until there is no space left. */
  fill(): void;
  /** Makes the space free again. */
  empty(): void;
  unmount(): void;
}

/**
 * Mounts a tmpfs.
 * @param megabytes its size, which counts as memory
 * @returns undefined where this machine does not let us mount one
 */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), "millet-disk-"));
  const options = `size=${megabytes}m,mode=755`;
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", options, "millet-fault", path]);
  if (mounted.status !== 0) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  chmodSync(path, 0o755);
  const filler = join(path, "filler");
  return {
    path,
    fill() {
      const descriptor = openSync(filler, "w");
      try {
        // The last bytes go by ever smaller blocks, so that not a page is left.
        for (let size = BLOCK.length; size >= 1; size = Math.floor(size / 2)) {
          while (hasWritten(descriptor, size));
        }
      } finally {
        closeSync(descriptor);
      }
      if (statfsSync(path).bavail > 0) throw new Error(`${path} is not full`);
    },
    empty: () => rmSync(filler, { force: true }),
    unmount() {
      // What still runs on it keeps the file system until it ends; nobody else finds it.
      spawnSync("umount", ["-l", path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function hasWritten(descriptor: number, size: number): boolean {
  try {
    return writeSync(descriptor, BLOCK, 0, size) > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return false;
    throw error;
  }
}
