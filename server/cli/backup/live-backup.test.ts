import { afterEach, expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectSoldOut,
  replayLog,
} from "../../../tests/faults/crowd.ts";
import { openSale, SECRET, send } from "../../../tests/faults/live-sale.ts";
import { forgeTable } from "../../../tests/support/forged-backup.ts";
import {
  embeddedPostgresOf,
  launchServer,
  serverFolder,
  startServer,
  within,
} from "../../../tests/support/server-process.ts";

const PROGRAM = join(import.meta.dir, "../main.ts");

const folder = serverFolder();

afterEach(endAll);

/** Runs a command of the command line to its end. */
async function cli(dataDir: string, ...words: string[]) {
  const command = [process.execPath, PROGRAM, ...words];
  const run = await launchServer({ dataDir, command });
  const { code } = await within(60_000, run.exited, () => words.join(" "));
  return { code, text: `${run.stdout()}${run.stderr()}` };
}

test("a backup in the middle of a sale holds all that was acknowledged before, and goes on elsewhere", async () => {
  const dataDir = join(folder, "first");
  mkdirSync(join(dataDir, "files/builds"), { recursive: true });
  writeFileSync(join(dataDir, "files/builds/notes.txt"), "as they were");
  writeFileSync(join(dataDir, "secret"), SECRET);
  const server = await startServer({ dataDir });
  const sale = await openSale(server, { fans: 60, stock: 40, holdSeconds: 600, waitingLimit: 20 });
  const early = new Crowd(sale, () => [server.url]);
  await early.claimAll(sale.fans.slice(0, 20));

  // Half of the others claim while it is made; the last ones claim on the restored server only.
  const meanwhile = new Crowd(sale, () => [server.url]).claimAll(sale.fans.slice(20, 40), 1500);
  const backup = join(folder, "backup");
  const made = await cli(dataDir, "backup", backup);
  await meanwhile;
  expect(made).toEqual({
    code: 0,
    text: expect.stringContaining("installation's secret: keep it"),
  });
  expect(statSync(backup).mode & 0o777).toBe(0o700);
  expect(statSync(join(backup, "secret")).mode & 0o777).toBe(0o600);
  await server.kill9();

  const forged = join(folder, "forged");
  cpSync(backup, forged, { recursive: true });
  // One hexadecimal digit of the third record's body.
  forgeTable(forged, "sales.lane_records", (text) => {
    const lines = text.split("\n");
    lines[2] = lines[2]?.replace(/\t(\\\\x7b\w+)\w{2}\t/, "\t$120\t") ?? "";
    return lines.join("\n");
  });
  const refused = await cli(join(folder, "refused"), "restore", forged);
  expect(refused).toEqual({
    code: 1,
    text: expect.stringContaining(`${sale.saleId}: record 3 does not follow`),
  });

  const elsewhere = join(folder, "second");
  const restored = await cli(elsewhere, "restore", backup);
  expect(restored.text).toMatch(/checked: {2}the logs of 1 sales, \d+ records, every digest/);
  expect(restored.code).toBe(0);
  expect(readFileSync(join(elsewhere, "files/builds/notes.txt"), "utf8")).toBe("as they were");
  expect(statSync(join(elsewhere, "secret")).mode & 0o777).toBe(0o600);

  const again = await startServer({ dataDir: elsewhere });
  const { connectionString } = embeddedPostgresOf(elsewhere) ?? { connectionString: "" };
  // The operator's key still counts, and the audit log knows who made it.
  const { authorization } = sale.operator;
  const acts = await send(`${again.url}/api/v1/audit-log`, { headers: { authorization } });
  expect(acts.status).toBe(200);
  expect(JSON.stringify(acts.body)).toContain("fault tests");
  // Passes given before claim what is left, and those who held still hold the same claims.
  const later = new Crowd(sale, () => [again.url]);
  await later.claimAll(sale.fans);
  later.expectOnly("200", "201", "409 sold_out", "503 lane_elsewhere", "503 lane_starting");
  const log = await replayLog(connectionString, sale.saleId);
  expectAcknowledgedStand(early, log);
  expectAcknowledgedStand(later, log);
  expectSoldOut(log, 40, 20);
  expect((await again.stop()).code).toBe(0);
}, 180_000);

test("a server does not start on a restore that was cut off", async () => {
  const dataDir = join(folder, "cut-off");
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "restore-unfinished"), "");
  const server = await launchServer({ dataDir });
  expect((await server.exited).code).toBe(1);
  expect(server.stderr()).toContain("a restore into");
  expect(existsSync(join(dataDir, "postgres"))).toBe(false);
  const again = await cli(dataDir, "restore", join(folder, "backup"));
  expect(again).toEqual({ code: 1, text: expect.stringContaining("was cut off") });
}, 60_000);
