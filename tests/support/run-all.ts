import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopTestDatabases } from "./database.ts";
import { countTests } from "./test-report.ts";

/**
 * What `npm test` runs: everything that must hold, from the cheapest check to the dearest. With
 * `--fast`, of the tests only those of the boundaries. The last line of output is
 * `N passed, N failed`; the exit code is 0 only if nothing failed.
 */
const ROOT = join(import.meta.dir, "../..");

/** Milliseconds that one test may take; a test that needs more says so itself. */
const TEST_TIMEOUT_MS = 60_000;

interface Check {
  readonly title: string;
  readonly command: readonly [tool: string, ...options: string[]];
}

const checks: readonly Check[] = [
  { title: "types of the API", command: ["bun", "web/api/generate.ts"] },
  { title: "types", command: ["tsc", "--noEmit", "-p", "."] },
  { title: "types in browsers", command: ["tsc", "--noEmit", "-p", "tsconfig.browser.json"] },
  { title: "types in the web app", command: ["tsc", "--noEmit", "-p", "web"] },
  { title: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { title: "format", command: ["oxfmt", "--check"] },
  { title: "dead code", command: ["knip", "--no-progress"] },
];

let passed = 0;
let failed = 0;
let underWay: Bun.Subprocess | undefined;
let interrupted = false;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupted = true;
    underWay?.kill(signal);
  });
}

async function run(command: readonly string[], output: "inherit" | "pipe"): Promise<Outcome> {
  const [tool = "", ...options] = command;
  const child = Bun.spawn([tool, ...options], {
    cwd: ROOT,
    stdin: "ignore",
    stdout: output,
    stderr: output,
  });
  underWay = child;
  const [exitCode, ...texts] = await Promise.all([
    child.exited,
    ...[child.stdout, child.stderr].map((stream) => new Response(stream ?? null).text()),
  ]);
  return { exitCode, text: texts.join("") };
}

interface Outcome {
  readonly exitCode: number;
  readonly text: string;
}

function tell(isGood: boolean, title: string, startedAt: number): void {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${isGood ? "ok  " : "FAIL"} ${title} (${seconds} s)`);
}

async function runCheck({ title, command: [tool, ...options] }: Check): Promise<void> {
  const startedAt = performance.now();
  const { exitCode, text } = await run([join(ROOT, "node_modules/.bin", tool), ...options], "pipe");
  tell(exitCode === 0, title, startedAt);
  if (exitCode === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(text.trimEnd());
}

async function runTests(title: string, folders: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const scratch = mkdtempSync(join(tmpdir(), "millet-tests-"));
  try {
    const reportPath = join(scratch, "report.xml");
    const options = [`--timeout=${TEST_TIMEOUT_MS}`, "--only-failures"];
    const report = ["--reporter=junit", `--reporter-outfile=${reportPath}`];
    const paths = folders.map((folder) => `./${folder}/`);
    const command = [process.execPath, "test", ...options, ...report, ...paths];
    const { exitCode } = await run(command, "inherit");
    const file = Bun.file(reportPath);
    const xml = (await file.exists()) ? await file.text() : undefined;
    const counts = countTests(xml, exitCode, testFilesIn(folders));
    tell(counts.failed === 0, `${title}: ${counts.passed + counts.failed}`, startedAt);
    for (const complaint of counts.complaints) console.log(`     ${complaint}`);
    passed += counts.passed;
    failed += counts.failed;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function testFilesIn(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => [...new Bun.Glob(`${folder}/**/*.test.{ts,tsx}`).scanSync({ cwd: ROOT })])
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** The web app is built from nothing, as whoever installs it would; its journeys use it. */
async function buildApp(): Promise<void> {
  const startedAt = performance.now();
  const { exitCode, text } = await run([process.execPath, "web/build.ts"], "pipe");
  tell(exitCode === 0, "the web app builds", startedAt);
  if (exitCode === 0) passed += 1;
  else failed += 1;
  if (exitCode !== 0) console.log(text.trimEnd());
}

const isFast = process.argv.includes("--fast");
try {
  for (const check of checks) {
    if (!interrupted) await runCheck(check);
  }
  if (!interrupted) await buildApp();
  if (!interrupted && isFast) await runTests("boundaries", ["tests/boundaries"]);
  else if (!interrupted) await runTests("tests", ["server", "web", "tests"]);
} catch (error) {
  failed += 1;
  console.log(error);
} finally {
  await stopTestDatabases();
}
if (interrupted) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
