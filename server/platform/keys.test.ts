import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejectionOf } from "../../tests/support/rejection.ts";
import { readOrCreateSecret } from "./keys.ts";

const folder = mkdtempSync(join(tmpdir(), "millet-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("servers that start at the same time for the first time have one secret, and only its owner reads it", async () => {
  const dataDir = join(folder, "first", "data");
  const secrets = await Promise.all(Array.from({ length: 20 }, () => readOrCreateSecret(dataDir)));
  expect(new Set(secrets).size).toBe(1);
  expect(await readOrCreateSecret(dataDir)).toBe(secrets[0] ?? "");
  // Drafts are gone, too.
  expect(readdirSync(dataDir)).toEqual(["secret"]);
  expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
});

test("a secret that cannot be kept or used is refused in one line that names DATA_DIR", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  expect(await rejectionOf(readOrCreateSecret(file))).toMatch(/^DATA_DIR: [^\n]+$/);
  writeFileSync(join(folder, "secret"), "short\n");
  const refusal = await rejectionOf(readOrCreateSecret(folder));
  expect(refusal).toMatch(/^DATA_DIR: [^\n]+ holds no usable secret$/);
});
