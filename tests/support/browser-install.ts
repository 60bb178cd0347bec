import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packChineseFonts } from "./browser-fonts.ts";
import fontPackage from "@fontsource/noto-sans-sc/package.json" with { type: "json" };

/** A Chromium that can be started, and what it must find in its environment. */
export interface InstalledChromium {
  readonly executablePath: string;
  readonly environment: Readonly<Record<string, string>>;
}

const FONTS = join(import.meta.dir, "../../node_modules/@fontsource/noto-sans-sc/files");

/** Older ones lack what the pages and the tests are made with. */
const OLDEST_MAJOR_VERSION = 130;

const NAMES = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];
const APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

let found: InstalledChromium | undefined;

/**
 * The Chromium that the journeys run in: the one that CHROMIUM_PATH names, else one installed on
 * this machine, else the one that npm brought (Linux on x64), unpacked once into a folder below
 * the system's temporary one, beside the fonts that pages in Chinese need.
 * @throws Error if there is none: a journey that is not run proves nothing
 */
export function findChromium(): InstalledChromium {
  found ??= look();
  return found;
}

function look(): InstalledChromium {
  const folder = process.platform === "linux" ? unpackOnce() : undefined;
  const fonts: Record<string, string> =
    folder === undefined ? {} : { FONTCONFIG_FILE: join(folder, "fonts.conf") };
  for (const path of candidates(folder)) {
    if (runs(path, fonts)) return { executablePath: path, environment: fonts };
    // Systems without a desktop may lack NSS, which the package brings along.
    const libraries = { ...fonts, LD_LIBRARY_PATH: join(folder ?? "", "al2023/lib") };
    if (path.startsWith(`${folder}/`) && runs(path, libraries)) {
      return { executablePath: path, environment: libraries };
    }
  }
  throw new Error(
    "no Chromium for the journeys: install Chrome or Chromium, or name one in CHROMIUM_PATH " +
      "(on Linux x64 with glibc the one from npm suffices)",
  );
}

function* candidates(folder: string | undefined): Generator<string> {
  const given = process.env["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") {
    yield given;
    return;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const installed = NAMES.flatMap((name) => folders.map((path) => join(path, name)));
  yield* [...installed, ...APPLICATIONS].filter((path) => existsSync(path));
  if (folder !== undefined && process.arch === "x64") yield join(folder, "chromium");
}

function runs(path: string, environment: Readonly<Record<string, string>>): boolean {
  const { status, stdout } = spawnSync(path, ["--version"], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
  const major = /Chrom(?:e|ium)[^\d]*(\d+)\./.exec(stdout ?? "")?.[1];
  return status === 0 && Number(major) >= OLDEST_MAJOR_VERSION;
}

/**
 * The folder with everything unpacked. Test files that run at the same time may come here
 * together: each unpacks into a folder of its own, and the first to rename it has made the cache.
 */
function unpackOnce(): string {
  const person = process.getuid?.() ?? 0;
  const making = createHash("sha256")
    .update(readFileSync(import.meta.path))
    .digest("hex");
  const version = `${chromiumVersion()}-${fontPackage.version}-${making.slice(0, 8)}`;
  const cache = join(tmpdir(), `millet-chromium-${person}-${version}`);
  if (isComplete(cache, person)) return cache;
  const unfinished = mkdtempSync(`${cache}-`);
  try {
    unpack(unfinished, cache);
    if (!isComplete(cache, person)) {
      // What a cleaner of temporary files has left is no cache any more.
      rmSync(cache, { recursive: true, force: true });
      renameSync(unfinished, cache);
    }
  } catch (error) {
    if (!isComplete(cache, person)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return cache;
}

/** Nobody else's folder is taken: what it holds is run. */
function isComplete(cache: string, person: number): boolean {
  if (!existsSync(join(cache, "complete"))) return false;
  const { uid, mode } = lstatSync(cache);
  return uid === person && (mode & 0o022) === 0;
}

function unpack(folder: string, cache: string): void {
  chmodSync(folder, 0o700);
  mkdirSync(join(folder, "noto"));
  if (process.arch === "x64") {
    // The package unpacks into the temporary folder of its process, under names without a version,
    // and its libraries only where it believes to be in Amazon's cloud.
    const { status, stderr } = spawnSync(process.execPath, [import.meta.path], {
      encoding: "utf8",
      env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: "nodejs22.x" },
    });
    if (status !== 0) throw new Error(`Chromium could not be unpacked: ${stderr}`);
  }
  packChineseFonts(FONTS, join(folder, "noto"));
  writeFileSync(join(folder, "fonts.conf"), fontSettings(cache));
  writeFileSync(join(folder, "complete"), "");
}

/** The same fonts on every machine, whatever is installed there. */
function fontSettings(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>${folder}/noto</dir>
  ${["system-ui", "sans-serif", "serif", "monospace"].map(preferLatin).join("\n  ")}
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

/** Both fonts have quotation marks, and those of the Chinese one are as wide as its characters. */
function preferLatin(family: string): string {
  const names = "<family>Open Sans</family>";
  return `<alias binding="same"><family>${family}</family><prefer>${names}</prefer></alias>`;
}

/** The package tells its version to nobody but npm. */
function chromiumVersion(): string {
  const entry = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
  const path = join(dirname(entry), "../../package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

if (import.meta.main) {
  const { default: packed } = await import("@sparticuz/chromium");
  await packed.executablePath();
}
