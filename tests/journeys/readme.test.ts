import { expect, test } from "bun:test";
import { globSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { testChromium } from "../support/browser.ts";
import { serverFolder, startServer } from "../support/server-process.ts";
import { Fan } from "./fan.ts";

const ROOT = join(import.meta.dir, "../..");
const SECTION = "## The first ten minutes";
const MARK = "--- next block ---";

const folder = serverFolder();
const chromium = await testChromium();

interface Step {
  readonly commands: string;
  /** What the README says is printed; `…` stands for anything. */
  readonly printed: string;
}

function readSection(): string {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [section = ""] = readme.slice(readme.indexOf(SECTION) + SECTION.length).split(/\n## /);
  return section;
}

/** The section's blocks: commands, each followed by what they print. */
function readSteps(): Step[] {
  const blocks = [...readSection().matchAll(/```(sh)?\n([\s\S]*?)```/g)];
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

/** A terminal in which the README's lines are typed, block by block. */
class Terminal {
  private readonly shell;
  private readonly output: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private rest = "";

  constructor(dataDir: string) {
    this.shell = Bun.spawn(["bash"], {
      cwd: makeWorkFolder(),
      env: { ...process.env, DATA_DIR: dataDir, npm_config_loglevel: "error" },
      stdin: "pipe",
      stdout: "pipe",
      stderr: "inherit",
    });
    this.output = this.shell.stdout.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  }

  /** @returns what the block printed */
  async type(commands: string): Promise<string> {
    await this.shell.stdin.write(`${commands}\necho '${MARK}'\n`);
    await this.shell.stdin.flush();
    while (!this.rest.includes(`${MARK}\n`)) {
      const { done, value } = await this.output.read();
      if (done) throw new Error(`the terminal ended after: ${this.rest}`);
      this.rest += this.decoder.decode(value, { stream: true });
    }
    const [printed = "", ...rest] = this.rest.split(`${MARK}\n`);
    this.rest = rest.join(`${MARK}\n`);
    return printed;
  }

  async close(): Promise<void> {
    await this.shell.stdin.end();
    await this.shell.exited;
  }
}

test("the README calls links, fields and buttons as the pages do", () => {
  const prose = readSection().replaceAll(/```[\s\S]*?```/g, "");
  const named = [...prose.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, words]) => words);
  const paths = globSync("{web,server}/**/*-texts.ts", { cwd: ROOT });
  const texts = paths.map((path) => readFileSync(join(ROOT, path), "utf8")).join("\n");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((words) => !texts.includes(`"${words}"`))).toEqual([]);
});

test("the README's commands work as they are printed, for two fans without JavaScript", async () => {
  const dataDir = join(folder, "readme");
  const server = await startServer({ dataDir, environment: { HOST: "localhost" } });
  const url = `http://localhost:${server.port}`;
  const terminal = new Terminal(dataDir);
  const steps = readSteps();
  let saleId = "";
  const type = async () => {
    const step = steps.shift();
    if (step === undefined) throw new Error("the README has no further block");
    const printed = await terminal.type(step.commands.replace("http://localhost:3000", url));
    const expected = step.printed.replaceAll("http://localhost:3000", url);
    if (!fits(printed, expected)) {
      throw new Error(
        `the README says\n${expected}\nfor\n${step.commands}\nand it prints\n${printed}`,
      );
    }
    saleId = /\/sales\/([0-9a-f-]{36})/.exec(printed)?.[1] ?? saleId;
  };
  const fans = await Promise.all(
    ["ana@example.com", "ben@example.com"].map(
      async (address) => new Fan(await chromium.visit(url, { script: false }), address, "en"),
    ),
  );
  const [first, second] = fans;
  if (first === undefined || second === undefined) throw new Error("two fans are needed");

  await type();
  const sale = { id: saleId };
  for (const fan of fans) await fan.register(sale);
  await type();
  for (const fan of fans) {
    await fan.looksAgainUntil(sale, fan.words.yourTurn);
    await fan.claim();
  }
  await second.reads(second.words.waiting);
  await first.goesToPay();
  await first.fillsInAddress();
  await first.pays();
  await first.sees(first.words.thanks);
  await second.looksAgainUntil(sale, second.words.gone);
  await type();
  expect(steps).toEqual([]);
  await terminal.close();
  await server.stop();
}, 120_000);
