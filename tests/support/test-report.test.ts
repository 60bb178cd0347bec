import { expect, test } from "bun:test";
import { countTests } from "./test-report.ts";

function reportOf(
  tests: number,
  failures: number,
  skipped: number,
  files: readonly string[],
): string {
  const cases = files.map((file) => `<testcase name="one" file="${file}" line="1" />`);
  const attributes = `tests="${tests}" assertions="9" failures="${failures}" skipped="${skipped}"`;
  return `<testsuites name="bun test" ${attributes} time="1">\n${cases.join("\n")}\n</testsuites>`;
}

const files = ["server/a.test.ts", "tests/b.test.ts"];

test("a run in which every file passes is counted as it is", () => {
  const counts = countTests(reportOf(7, 0, 0, files), 0, files);
  expect(counts).toEqual({ passed: 7, failed: 0, complaints: [] });
});

test("failing and skipped tests count as failed", () => {
  const counts = countTests(reportOf(7, 2, 1, files), 1, files);
  expect(counts).toEqual({ passed: 4, failed: 3, complaints: ["1 tests were skipped"] });
});

test("a file that did not load, and so is not in the report, counts as failed", () => {
  const counts = countTests(reportOf(7, 0, 0, ["server/a.test.ts"]), 1, files);
  expect(counts).toEqual({ passed: 7, failed: 1, complaints: ["tests/b.test.ts ran no test"] });
});

test("a runner that ended with a failure that no test shows counts as failed", () => {
  const counts = countTests(reportOf(7, 0, 0, files), 1, files);
  expect(counts.failed).toBe(1);
});

test("a run without a report counts as failed, though its exit code be 0", () => {
  expect(countTests(undefined, 0, files).failed).toBe(1);
  expect(countTests("", 0, files).failed).toBe(1);
});

test("a run without a test counts as failed", () => {
  expect(countTests(reportOf(0, 0, 0, []), 0, [])).toMatchObject({ passed: 0, failed: 1 });
});
