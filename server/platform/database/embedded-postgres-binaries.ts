import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { canUsePrograms } from "./embedded-postgres-account.ts";
import { runCommand, type Account } from "./embedded-postgres-command.ts";
import { EmbeddedPostgresError, reasonOf } from "./embedded-postgres-error.ts";
import { withLock } from "./embedded-postgres-lock.ts";

export interface Binaries {
  /** The folder with `bin`, `lib` and `share`; it may be moved as a whole. */
  readonly native: string;
  /** The package's version, such as `18.4.0`. */
  readonly version: string;
  /** PostgreSQL's major version, such as `18`. */
  readonly major: string;
}

const unfinishedMark = ".making-";

const packageShape = z.object({ postgres: z.string() });
const manifestShape = z.object({ version: z.string() });
const linksShape = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL's programs in the npm package for this machine.
 * @throws EmbeddedPostgresError when there is none.
 */
export async function findBinaries(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform}-${architecture}`;
  if (platform !== "linux" && platform !== "darwin") {
    throw new EmbeddedPostgresError(
      `no built-in PostgreSQL for ${platform}: use Linux or macOS, or set DATABASE_URL`,
    );
  }
  let native: string;
  try {
    const module: unknown = await import(name);
    native = dirname(dirname(packageShape.parse(module).postgres));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `the npm package ${name} is missing (${reasonOf(error).split("\n")[0]}): run npm ci, or set DATABASE_URL`,
    );
  }
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(native), "package.json"), "utf8"));
  const { version } = manifestShape.parse(manifest);
  completeLibraryLinks(native);
  return { native, version, major: String(Number.parseInt(version, 10)) };
}

/**
 * npm packages cannot hold symbolic links; the package's install script makes them. Where install
 * scripts are switched off PostgreSQL would not find its libraries, so we make what is missing.
 */
export function completeLibraryLinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const parsed: unknown = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of linksShape.parse(parsed)) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
      throw new EmbeddedPostgresError(
        `PostgreSQL's libraries are incomplete (${reasonOf(error)}): run npm rebuild with install scripts allowed`,
      );
    }
  }
}

/**
 * Gives programs that the account can run: those of the package, else a copy below `elsewhere`,
 * made once for each version. `notice` tells when a copy was made.
 */
export async function binariesFor(
  account: Account,
  packaged: Binaries,
  elsewhere: string,
): Promise<{ readonly binaries: Binaries; readonly notice?: string }> {
  if (await canUsePrograms(account, packaged.native)) return { binaries: packaged };
  const native = join(
    elsewhere,
    `postgresql-${packaged.version}-${process.platform}-${process.arch}`,
  );
  const copied = !existsSync(native) && (await copyWhole(packaged.native, native));
  if (!(await canUsePrograms(account, native))) {
    throw new EmbeddedPostgresError(
      `user ${account.name} can run PostgreSQL neither from ${packaged.native} nor from ${native}: open one of them to it with chmod`,
    );
  }
  const notice = `PostgreSQL's programs were copied to ${native}, because user ${account.name} cannot reach ${packaged.native}.`;
  return { binaries: { ...packaged, native }, ...(copied ? { notice } : {}) };
}

/** Copies under a temporary name first: whoever finds the final name finds all of it. */
async function copyWhole(from: string, to: string): Promise<boolean> {
  const parent = dirname(to);
  try {
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    return await withLock(join(parent, "copying.lock"), 300_000, async () => {
      for (const name of readdirSync(parent)) {
        if (name.includes(unfinishedMark))
          rmSync(join(parent, name), { recursive: true, force: true });
      }
      if (existsSync(to)) return false;
      const unfinished = `${to}${unfinishedMark}${crypto.randomUUID()}`;
      await mustSucceed("cp", "-RP", from, unfinished);
      // A umask of 077 may have closed the package's files to everybody else.
      await mustSucceed("chmod", "-R", "a+rX", unfinished);
      await mustSucceed("sync");
      renameSync(unfinished, to);
      return true;
    });
  } catch (error) {
    throw new EmbeddedPostgresError(
      `cannot copy PostgreSQL's programs from ${from} to ${to}: ${reasonOf(error)}`,
    );
  }
}

async function mustSucceed(command: string, ...args: readonly string[]): Promise<void> {
  const result = await runCommand(command, args, { timeoutMs: 120_000 });
  if (result.status !== 0) throw new Error(`${command}: ${result.complaint}`);
}
