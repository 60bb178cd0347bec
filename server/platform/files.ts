import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { invariant } from "./failure.ts";
import { newId } from "./ids.ts";

export interface StoredFile {
  readonly sizeBytes: number;
  /** Opened at the first read; from there on, replacing or removing the file does not touch it. */
  readonly content: ReadableStream<Uint8Array>;
}

/**
 * Files by path, such as `builds/0198…/image.zip`: at most ten segments of a to z, 0 to 9, dot,
 * hyphen and underscore, none of which begins with a dot. Another path is a bug and throws; never
 * make one from what a client named its file. An object store fits behind this port as well.
 */
export interface Files {
  /** The whole content replaces what was there, or nothing changes; durable when this returns. */
  write(path: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<StoredFile | undefined>;
  exists(path: string): Promise<boolean>;
  /** Removing what is not there is no failure. */
  remove(path: string): Promise<void>;
}

const SEGMENT = /^[a-z0-9_-][a-z0-9._-]{0,99}$/;
const MOST_SEGMENTS = 10;

/** Beside the files' paths, none of which begins with a dot. */
const INCOMING = ".incoming";

/** An unfinished file of this age was left by a process that died. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Files on the local disk, below `<dataDir>/files`. */
export function createLocalFiles(dataDir: string): Files {
  const root = join(dataDir, "files");
  const incoming = join(root, INCOMING);
  let cleaned: Promise<void> | undefined;

  return {
    async write(path, content) {
      const target = join(root, checked(path));
      await makeFolder(incoming);
      await (cleaned ??= removeAbandoned(incoming));
      const unfinished = join(incoming, newId());
      try {
        await writeDurably(unfinished, content);
        await makeFolder(dirname(target));
        await rename(unfinished, target);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncFolder(dirname(target));
    },
    async read(path) {
      const target = join(root, checked(path));
      const size = await sizeOf(target);
      if (size === undefined) return undefined;
      return { sizeBytes: size, content: Bun.file(target).stream() };
    },
    async exists(path) {
      return (await sizeOf(join(root, checked(path)))) !== undefined;
    },
    async remove(path) {
      const target = join(root, checked(path));
      try {
        await rm(target);
      } catch (error) {
        if (isMissing(error)) return;
        throw error;
      }
      await syncFolder(dirname(target));
    },
  };
}

function checked(path: string): string {
  const segments = path.split("/");
  const isGood =
    segments.length <= MOST_SEGMENTS && segments.every((segment) => SEGMENT.test(segment));
  invariant(isGood, `${JSON.stringify(path)} is no path of a stored file`);
  return path;
}

async function writeDurably(
  path: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, "wx", 0o640);
  try {
    if (content instanceof Uint8Array) await file.writeFile(content);
    else for await (const chunk of content) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder whose entry in its parent survives a power failure, too. */
async function makeFolder(path: string): Promise<void> {
  const topmost = await mkdir(path, { recursive: true });
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** Makes the names in a folder durable. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function removeAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    // Undefined: it was finished meanwhile.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS) {
      await rm(path, { force: true });
    }
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}
