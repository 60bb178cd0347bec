import { afterAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalFiles } from "./files.ts";
import { rejectionOf } from "../../tests/support/rejection.ts";

const dataDir = await mkdtemp(join(tmpdir(), "millet-files-"));
afterAll(() => rm(dataDir, { recursive: true, force: true }));
const files = createLocalFiles(dataDir);

const bytes = (text: string) => new TextEncoder().encode(text);

async function* chunks(...texts: string[]) {
  for (const text of texts) yield bytes(text);
}

async function textOf(path: string): Promise<string | undefined> {
  const file = await files.read(path);
  return file === undefined ? undefined : await new Response(file.content).text();
}

test("what is written is read again, in one piece or in chunks", async () => {
  await files.write("notes/a.txt", bytes("粟"));
  await files.write("builds/0198/image.zip", chunks("one ", "two ", "three"));
  expect(await textOf("notes/a.txt")).toBe("粟");
  expect(await textOf("builds/0198/image.zip")).toBe("one two three");
  expect((await files.read("builds/0198/image.zip"))?.sizeBytes).toBe(13);
  expect(await files.exists("notes/a.txt")).toBe(true);
});

test("a large file comes back byte by byte", async () => {
  const content = crypto.getRandomValues(new Uint8Array(65_536)).toReversed();
  const parts = Array.from({ length: 20 }, () => content);
  await files.write(
    "large.bin",
    (async function* () {
      yield* parts;
    })(),
  );
  const file = await files.read("large.bin");
  const read = await new Response(file?.content ?? null).bytes();
  expect(Buffer.compare(read, Buffer.concat(parts))).toBe(0);
});

test("writing replaces the whole file, but not under one who reads it", async () => {
  const first = Buffer.alloc(3_000_000, "a");
  await files.write("replaced", first);
  const reading = (await files.read("replaced"))?.content.getReader();
  const parts = [(await reading?.read())?.value ?? expect.unreachable()];
  await files.write("replaced", bytes("second"));
  expect(await textOf("replaced")).toBe("second");
  for (let part = await reading?.read(); part?.done === false; part = await reading?.read()) {
    parts.push(part.value);
  }
  expect(parts.length).toBeGreaterThan(1);
  expect(Buffer.concat(parts).equals(first)).toBe(true);
});

test("a write that breaks off changes nothing and leaves nothing behind", async () => {
  await files.write("broken", bytes("whole"));
  const breakingOff = (async function* () {
    yield bytes("ha");
    throw new Error("the line went dead");
  })();
  expect(await rejectionOf(files.write("broken", breakingOff))).toContain("the line went dead");
  expect(await textOf("broken")).toBe("whole");
  expect(await readdir(join(dataDir, "files/.incoming"))).toEqual([]);
});

test("what a killed process left unfinished is removed after a day", async () => {
  const other = await mkdtemp(join(tmpdir(), "millet-files-"));
  const incoming = join(other, "files/.incoming");
  await mkdir(incoming, { recursive: true });
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await writeFile(join(incoming, "old"), "x");
  await utimes(join(incoming, "old"), yesterday, yesterday);
  await writeFile(join(incoming, "young"), "x");
  await createLocalFiles(other).write("a", bytes("a"));
  expect(await readdir(incoming)).toEqual(["young"]);
  await rm(other, { recursive: true });
});

test("a file that is not there is undefined, and removing it is no failure", async () => {
  await files.write("here/it", bytes("is"));
  await files.remove("here/it");
  await files.remove("here/it");
  expect(await files.exists("here/it")).toBe(false);
  expect(await files.read("here/it")).toBeUndefined();
  expect(await files.read("here")).toBeUndefined();
  expect(await files.read("large.bin/below-a-file")).toBeUndefined();
});

test.each([
  "../secret",
  "a/../../secret",
  "/etc/passwd",
  "a//b",
  "a/",
  "",
  ".",
  ".incoming/x",
  "a/.hidden",
  "A",
  "a\\b",
  "a\0b",
  "a b",
  "%2e%2e/secret",
  "a\n",
  "é",
  "x".repeat(101),
  Array.from({ length: 11 }, () => "a").join("/"),
])("the path %j is refused", async (path) => {
  expect(await rejectionOf(files.write(path, bytes("x")))).toContain("no path of a stored file");
  expect(await rejectionOf(files.read(path))).toContain("no path of a stored file");
  expect(await rejectionOf(files.exists(path))).toContain("no path of a stored file");
  expect(await rejectionOf(files.remove(path))).toContain("no path of a stored file");
});
