import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * `npm run api`: makes `contract.ts`, the types of the whole API, from the server's own description
 * of it. The file is no part of the repository, so that it is never older than the server.
 */
const FOLDER = import.meta.dir;
const GENERATOR = join(FOLDER, "generator/node_modules/.bin/openapi-typescript");
const ROOT = join(FOLDER, "../..");

async function run(command: readonly string[]): Promise<void> {
  const child = Bun.spawn([...command], { cwd: ROOT, stdout: "pipe", stderr: "pipe" });
  const texts = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  const said = (await Promise.all(texts)).join("");
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}\n${said}`);
}

const scratch = mkdtempSync(join(tmpdir(), "millet-api-"));
try {
  const description = join(scratch, "openapi.json");
  const contract = join(FOLDER, "contract.ts");
  await run([process.execPath, "run", "--silent", "cli", "describe-api", description]);
  await run(["node", GENERATOR, description, "--output", contract, "--alphabetize"]);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
