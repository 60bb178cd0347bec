import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A backup is a folder with this file, which is written last and names all others. */
export const MANIFEST = "manifest.json";

export const FORMAT = "millet-backup-1";

/** One file of a backup, with what shows that it is whole. */
const part = z.object({
  /** Below the backup's folder; no step up, no absolute path. */
  path: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, "is no path in the backup"),
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const name = z.string().min(1);

const manifest = z.object({
  format: z.literal(FORMAT),
  /** Of the Millet that made it. */
  version: name,
  takenAt: z.iso.datetime(),
  /** Those that had run, in order. */
  migrations: z.array(name),
  tables: z.array(
    part.extend({ schema: name, table: name, columns: z.array(name), rows: z.int() }),
  ),
  sequences: z.array(
    z.object({ schema: name, sequence: name, value: z.string(), isCalled: z.boolean() }),
  ),
  /** SQL that makes the job queue's schema as it was; undefined if it had none. */
  jobsSchema: part.optional(),
  files: z.array(part),
  /** Undefined when the backup was made without it. */
  secret: part.optional(),
  /** The installation's public signing key (base64url): tells whether a secret is the right one. */
  publicKey: name,
});

export type Part = z.output<typeof part>;
export type Manifest = z.output<typeof manifest>;

/** What is wrong with a backup, or with where it should go; the message is one line. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/** @throws BackupError if there is none, or one that cannot be read */
export async function readManifest(folder: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST), "utf8");
  } catch {
    throw new BackupError(`${folder} is no backup: it has no ${MANIFEST}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BackupError(`${join(folder, MANIFEST)} is damaged: it is no JSON`);
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === "string" && format !== FORMAT) {
    throw new BackupError(`${folder} has the format ${format}, and this Millet reads ${FORMAT}`);
  }
  const parsed = manifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new BackupError(
    `${join(folder, MANIFEST)} is damaged: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

/** Every file that belongs to the backup. */
function partsOf(backup: Manifest): Part[] {
  const more = [backup.jobsSchema, backup.secret].filter((found) => found !== undefined);
  return [...backup.tables, ...backup.files, ...more];
}

/** Reads every part. @throws BackupError that names the first one that is not as it was written */
export async function verifyParts(folder: string, backup: Manifest): Promise<void> {
  for (const { path, bytes, sha256 } of partsOf(backup)) {
    const size = await stat(join(folder, path)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) throw new BackupError(`the backup is damaged: ${path} is missing`);
    if (size !== bytes) {
      throw new BackupError(`the backup is damaged: ${path} has ${size} bytes instead of ${bytes}`);
    }
    if ((await digestOf(join(folder, path))) !== sha256) {
      throw new BackupError(`the backup is damaged: ${path} has another SHA-256 than when written`);
    }
  }
}

async function digestOf(path: string): Promise<string> {
  const hash: Hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
