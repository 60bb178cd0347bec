import { expect, test } from "bun:test";
import { testDatabase } from "../../tests/support/database.ts";
import { testPlatform } from "../../tests/support/platform.ts";
import { createAccounts } from "../modules/accounts/index.ts";
import { keysCommand } from "./keys.ts";

const accounts = createAccounts(testPlatform(await testDatabase()));

async function run(...args: string[]) {
  const lines: string[] = [];
  const code = await keysCommand(args, accounts, (line) => lines.push(line));
  return { code, lines };
}

test("a key is created, listed and revoked on the command line", async () => {
  const made = await run("create", "--role", "operator", "--name", "deploy", "--days", "30");
  expect(made.code).toBe(0);
  expect(made.lines[0]).toContain("operator, until 2026-02-04");
  expect(made.lines[1]).toMatch(/^millet_[0-9a-f]{32}_[\w-]{43}$/);
  const [key] = await accounts.listApiKeys();
  expect((await run("list")).lines[0]).toStartWith(`${key?.id}\toperator\tuntil `);
  expect(await run("revoke", key?.id ?? "")).toEqual({
    code: 0,
    lines: [`API key ${key?.id} is revoked.`],
  });
  expect((await run("list")).lines[0]).toContain("revoked 2026");
});

const mistakes: readonly [args: string[], line: string][] = [
  [[], "usage: keys create"],
  [["destroy"], "usage: keys create"],
  [["list", "all"], "usage: keys create"],
  [["revoke"], "usage: keys create"],
  [["create"], "--role is missing"],
  [["create", "--role", "king"], 'no role "king"; roles are owner, operator'],
  [["create", "--role", "owner", "--forever"], "--forever"],
  [["create", "--role", "owner", "--days", "0"], "--days must be a whole number"],
  [["create", "--role", "owner", "--days", "x"], "--days must be a whole number"],
  [["create", "--role", "owner", "--name", " "], "--name must have"],
];

for (const [args, line] of mistakes) {
  test(`"keys ${args.join(" ")}" is one clear line and makes no key`, async () => {
    const before = await accounts.listApiKeys();
    const answer = await run(...args);
    expect([answer.code, answer.lines.length]).toEqual([2, 1]);
    expect(answer.lines[0]).toContain(line);
    expect(await accounts.listApiKeys()).toEqual(before);
  });
}

test("revoking an unknown key says so", async () => {
  expect(await run("revoke", "nothing")).toEqual({
    code: 1,
    lines: ["keys revoke: No API key has the id nothing."],
  });
});
