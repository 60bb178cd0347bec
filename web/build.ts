import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Builds the web app into `web/dist`. With `--if-stale` only where its sources have changed since:
 * `npm start` asks so each time.
 */
const ROOT = join(import.meta.dir, "..");
const STAMP = join(ROOT, "web/dist/stamp.txt");

/** What the build is made from. */
const SOURCES = [
  "web/**/*.{ts,tsx,css}",
  "server/platform/pages/*.css",
  "server/platform/pages/{accent-colours,logo-box}.ts",
  "package-lock.json",
];

/** Builds where needed. @returns whether anything was built */
export async function buildWebApp({ ifStale }: { readonly ifStale: boolean }): Promise<boolean> {
  const stamp = stampOf(ROOT);
  if (ifStale && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return false;
  if (ifStale && !hasBundler()) {
    process.stderr.write("the web app is not built, or not from these sources: npm run build\n");
    return false;
  }
  if (!ifStale) rmSync(join(ROOT, "web/dist"), { recursive: true, force: true });
  const { build } = await import("vite");
  const before = process.env["NODE_ENV"];
  // A test's own setting would build React as for its developers: a third heavier, and slow.
  process.env["NODE_ENV"] = "production";
  try {
    await build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "warn" });
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
  writeFileSync(STAMP, stamp);
  return true;
}

/** An installation without what is only needed to build and test starts all the same. */
function hasBundler(): boolean {
  return existsSync(join(ROOT, "node_modules/vite/package.json"));
}

function stampOf(root: string): string {
  const paths = SOURCES.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: root })])
    .filter((path) => !/(?:^|\/)(?:dist|node_modules)\//.test(path))
    .sort();
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

if (import.meta.main) {
  const startedAt = performance.now();
  const isBuilt = await buildWebApp({ ifStale: process.argv.includes("--if-stale") });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (isBuilt) process.stdout.write(`built the web app (${seconds} s)\n`);
}
