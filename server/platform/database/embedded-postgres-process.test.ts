import { expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  commandNames,
  isAlive,
  isServerOf,
  readPostmasterFile,
} from "./embedded-postgres-process.ts";

test("a process is alive until it ends, even when nobody waits for it", async () => {
  const shell = spawn("sh", ["-c", "true & echo $!; exec sleep 60"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    const [line] = await once(createInterface({ input: shell.stdout }), "line");
    const zombie = Number(line);
    const deadline = performance.now() + 5000;
    while (isAlive(zombie) && performance.now() < deadline) await Bun.sleep(5);
    expect(isAlive(zombie)).toBe(false);
    expect(isAlive(shell.pid ?? 0)).toBe(true);
    expect(isServerOf(shell.pid ?? 0, tmpdir())).toBe(false);
  } finally {
    shell.kill("SIGKILL");
  }
});

test("a line of ps names a server of one data folder and no other", () => {
  const line = "/opt/x y/native/bin/postgres -D /data of/postgres -c port=5432\n";
  expect(commandNames(line, "/data of/postgres")).toBe(true);
  expect(commandNames(line, "/data of/postgres2")).toBe(false);
  expect(commandNames(line, "/data")).toBe(false);
  expect(commandNames("vim -D /data of/postgres ", "/data of/postgres")).toBe(false);
  expect(commandNames("", "/data of/postgres")).toBe(false);
});

test("the server's own file gives its pid and, once it listens, its socket", () => {
  const folder = mkdtempSync(join(tmpdir(), "millet-pid-"));
  const write = (text: string) => writeFileSync(join(folder, "postmaster.pid"), text);
  try {
    expect(readPostmasterFile(folder)).toBeUndefined();
    write("");
    expect(readPostmasterFile(folder)).toBeUndefined();
    write("123\n/data\n1700000000\n5432\n\n");
    expect(readPostmasterFile(folder)).toEqual({ pid: 123, socketDir: undefined });
    write("-123\n/data\n1700000000\n5432\n/run/a b\n\n  1 2\nready   \n");
    expect(readPostmasterFile(folder)).toEqual({ pid: 123, socketDir: "/run/a b" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
