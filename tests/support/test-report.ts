/** How a run of tests ended, by number of tests. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** What was counted as failed without being a failing test, one line each. */
  readonly complaints: readonly string[];
}

/**
 * Counts a run of `bun test` from its JUnit report. The report alone is not believed: a runner that
 * ended early may have written none and yet exited with 0, and a file that does not load is missing
 * from it. So every test file must appear, and the exit code must agree. A skipped test counts as
 * failed, because nothing is known about what it was to prove.
 * @param report the JUnit XML, or undefined if there is none
 * @param files paths of all test files that should have run
 */
export function countTests(
  report: string | undefined,
  exitCode: number,
  files: readonly string[],
): TestCounts {
  const totals = /<testsuites ([^>]*)>/.exec(report ?? "")?.[1];
  if (report === undefined || totals === undefined) {
    return { passed: 0, failed: 1, complaints: ["the test runner ended without a report"] };
  }
  const tests = numberIn(totals, "tests");
  const failures = numberIn(totals, "failures") + numberIn(totals, "errors");
  const skipped = numberIn(totals, "skipped");
  const complaints: string[] = [];
  if (skipped > 0) complaints.push(`${skipped} tests were skipped`);

  const reported = new Set([...report.matchAll(/<testcase [^>]*\bfile="([^"]*)"/g)].map(fileOf));
  const silent = files.filter((file) => !reported.has(file));
  complaints.push(...silent.map((file) => `${file} ran no test`));
  let failed = failures + skipped + silent.length;
  const passed = Math.max(0, tests - failures - skipped);
  if (passed === 0 && failed === 0) {
    complaints.push("no test ran");
    failed = 1;
  } else if (exitCode !== 0 && failed === 0) {
    complaints.push(`the test runner ended with code ${exitCode}`);
    failed = 1;
  }
  return { passed, failed, complaints };
}

function numberIn(attributes: string, name: string): number {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
}

function fileOf(match: RegExpExecArray): string {
  return (match[1] ?? "").replaceAll("\\", "/");
}
