import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { serverFolder, startServer } from "../support/server-process.ts";

const ROOT = join(import.meta.dir, "../..");
const SECTION = "## The first ten minutes";
const MARK = "--- next block ---";

const folder = serverFolder();

interface Step {
  readonly commands: string;
  /** What the README says is printed; `…` stands for anything. */
  readonly printed: string;
}

/** The section's blocks: commands, each followed by what they print. */
function readSteps(): Step[] {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [section = ""] = readme.slice(readme.indexOf(SECTION) + SECTION.length).split(/\n## /);
  const blocks = [...section.matchAll(/```(sh)?\n([\s\S]*?)```/g)];
  const steps: Step[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block[1] !== "sh") continue;
    const next = blocks[index + 1];
    steps.push({ commands: block[2] ?? "", printed: next?.[1] === "sh" ? "" : (next?.[2] ?? "") });
  }
  return steps;
}

/** A folder of its own in which the README's lines find the project, and leave their files. */
function makeWorkFolder(): string {
  const path = join(folder, "work");
  mkdirSync(path);
  for (const name of ["package.json", "tsconfig.json", "server", "node_modules"]) {
    symlinkSync(join(ROOT, name), join(path, name));
  }
  return path;
}

function fits(printed: string, expected: string): boolean {
  const parts = expected.trim().split("…");
  const pattern = parts
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^\n]*");
  return new RegExp(`^${pattern}$`).test(printed.trim());
}

test("the README's first ten minutes work as they are printed", async () => {
  const steps = readSteps();
  expect(steps.length).toBeGreaterThanOrEqual(5);
  const dataDir = join(folder, "readme");
  const server = await startServer({ dataDir });
  const script = steps
    .map(({ commands }) => commands.replace("http://localhost:3000", server.url))
    .join(`\necho '${MARK}'\n`);
  const shell = Bun.spawn(["bash", "-c", script], {
    cwd: makeWorkFolder(),
    env: { ...process.env, DATA_DIR: dataDir, npm_config_loglevel: "error" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [printed, complaints] = await Promise.all([
    new Response(shell.stdout).text(),
    new Response(shell.stderr).text(),
  ]);
  const outputs = printed.split(`${MARK}\n`);
  for (const [index, { printed: expected, commands }] of steps.entries()) {
    const output = outputs[index] ?? "";
    if (!fits(output, expected)) {
      throw new Error(
        `the README says\n${expected}\nfor\n${commands}\nand it prints\n${output}\n${complaints}`,
      );
    }
  }
  await server.stop();
}, 120_000);
