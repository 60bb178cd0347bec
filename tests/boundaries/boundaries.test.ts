import { describe, expect, test } from "bun:test";
import type { Rule, Violation } from "./project.ts";
import { readExpectedViolations, readFixture, readProject } from "./read-project.ts";
import { composition } from "./rules/composition.ts";
import { webFeatures } from "./rules/web-features.ts";
import { doors } from "./rules/doors.ts";
import { mapIsTrue } from "./rules/map.ts";
import { ownSchema } from "./rules/own-schema.ts";
import { platformBelow } from "./rules/platform-below.ts";
import { pureRules } from "./rules/pure-rules.ts";
import { shape } from "./rules/shape.ts";
import { syntaxOf } from "./syntax.ts";
import { defaultExports } from "./tidy/default-exports.ts";
import { fanWords } from "./tidy/fan-words.ts";
import { lineWidth } from "./tidy/line-width.ts";
import { lockHosts } from "./tidy/lock-hosts.ts";
import { longFiles } from "./tidy/long-files.ts";
import { machinePaths } from "./tidy/machine-paths.ts";
import { marks } from "./tidy/marks.ts";
import { names } from "./tidy/names.ts";
import { wholeTests } from "./tidy/whole-tests.ts";

const architecture = [
  doors,
  pureRules,
  platformBelow,
  composition,
  ownSchema,
  mapIsTrue,
  shape,
  webFeatures,
];
const tidiness = [
  longFiles,
  names,
  defaultExports,
  marks,
  wholeTests,
  lineWidth,
  fanWords,
  lockHosts,
  machinePaths,
];
const rules: readonly Rule[] = [...architecture, ...tidiness];

const project = await readProject();

for (const rule of rules) {
  describe(rule.name, () => {
    test(rule.promise, () => {
      expect(lines(rule.check(project))).toEqual([]);
    });

    test("its failing fixture is reported, line by line", async () => {
      const fixture = await readFixture(rule.name, "fails");
      const expected = (await readExpectedViolations(rule.name)).trimEnd().split("\n");
      expect(expected.length).toBeGreaterThan(0);
      expect(lines(rule.check(fixture))).toEqual(expected);
    });

    test("its passing fixture is not reported", async () => {
      const fixture = await readFixture(rule.name, "passes");
      expect(fixture.files.length).toBeGreaterThan(0);
      expect(lines(rule.check(fixture))).toEqual([]);
    });

    test("what it finds in the fixture it also finds among the real files", async () => {
      const fixture = await readFixture(rule.name, "fails");
      const planted = new Set(fixture.files.map(({ path }) => path));
      const files = [...project.files.filter(({ path }) => !planted.has(path)), ...fixture.files];
      const expected = new Set((await readExpectedViolations(rule.name)).split("\n"));
      const found = lines(rule.check({ files, map: fixture.map }));
      expect(found.some((line) => expected.has(line))).toBe(true);
    });
  });
}

test("the rules look at the real project: its doors are read, and their imports resolved", () => {
  for (const module of Object.keys(project.map)) {
    const path = `server/modules/${module}/index.ts`;
    const door = project.files.find((file) => file.path === path);
    expect(door, path).toBeDefined();
    if (door === undefined) continue;
    const targets = syntaxOf(door).references.map(({ target }) => target);
    expect(targets).toContain("server/platform/platform.ts");
  }
});

function lines(violations: readonly Violation[]): string[] {
  return violations.map(({ path, line, message }) => `${path}:${line}: ${message}`).sort();
}
