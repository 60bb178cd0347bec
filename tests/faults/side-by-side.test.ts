import { afterEach, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import {
  embeddedPostgresOf,
  isReady,
  serverFolder,
  startServer,
} from "../support/server-process.ts";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  replayLog,
  tell,
} from "./crowd.ts";
import { openSale, SECRET, send } from "./live-sale.ts";
import { startSlowRequest } from "./slow-request.ts";

const folder = serverFolder();

afterEach(endAll);

test("two checkouts with data folders and ports of their own know nothing of each other", async () => {
  const folders = ["one", "two"].map((name) => join(folder, name));
  const [one, two] = await Promise.all(folders.map((dataDir) => startServer({ dataDir })));
  if (one === undefined || two === undefined) throw new Error("two servers run");
  const [first, second] = folders.map((dataDir) => embeddedPostgresOf(dataDir));
  expect(first?.pid).not.toBe(second?.pid ?? 0);
  expect(secretOf("one")).not.toBe(secretOf("two"));

  expect(await one.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(first?.pid ?? 0)).toBe(false);
  expect(await isReady(two.url)).toBe(true);
  expect((await send(`${two.url}/api/v1/products`)).status).toBe(200);
  expect(await two.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(second?.pid ?? 0)).toBe(false);
}, 60_000);

test("servers on one data folder share its PostgreSQL, and the last one to stop ends it", async () => {
  const dataDir = join(folder, "shared");
  // At the same moment, and for the first time: only one may make the cluster and the secret.
  const [one, two] = await Promise.all([startServer({ dataDir }), startServer({ dataDir })]);
  const postgres = embeddedPostgresOf(dataDir);
  expect(await countProducts(one.url)).toBe(3);
  expect(await countProducts(two.url)).toBe(3);

  expect(await one.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(postgres?.pid ?? 0)).toBe(true);
  expect(await isReady(two.url)).toBe(true);
  expect(await two.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(postgres?.pid ?? 0)).toBe(false);
}, 60_000);

test("a server that stops in the middle of a sale hands its lane to the other on its data folder", async () => {
  const dataDir = join(folder, "shared");
  const environment = { SECRET, DRAIN_SECONDS: "20" };
  const [one, two] = await Promise.all([
    startServer({ dataDir, environment }),
    startServer({ dataDir, environment }),
  ]);
  const connectionString = embeddedPostgresOf(dataDir)?.connectionString ?? "";
  const sale = await openSale(one, { fans: 200, stock: 50, holdSeconds: 60, waitingLimit: 100 });
  const crowd = new Crowd(sale, () => [one.url, two.url]);
  const claims = crowd.claimAll(sale.fans, 200);
  await Bun.sleep(50 + Math.random() * 100);
  // No slow request keeps the lane: fans get their answers from the other while it is under way.
  const slow = await startSlowRequest(one, connectionString);
  const stoppedAt = performance.now();
  const stopped = one.stop("SIGTERM");
  await claims;
  tell("handed over and all answered", stoppedAt);
  expect(isAlive(one.pid)).toBe(true);
  await slow.letGo();
  expect((await slow.reply).status).toBe(200);
  expect(await stopped).toEqual({ code: 0, signal: null });
  const log = await replayLog(connectionString, sale.saleId);
  expect(log.owners.map((owner) => owner.replace(/#.*/, ""))).toEqual([one.url, two.url]);
  crowd.expectOnly(
    "201",
    "200",
    "409 sold_out",
    "503 lane_elsewhere",
    "503 lane_unavailable",
    "no answer",
  );
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, 50, 100);
  expectHoldsExtended(crowd, log);
  expect(await two.stop()).toEqual({ code: 0, signal: null });
}, 60_000);

function secretOf(name: string): string {
  return readFileSync(join(folder, name, "secret"), "utf8");
}

async function countProducts(url: string): Promise<number> {
  const { body } = await send(`${url}/api/v1/products`);
  return (body["items"] as unknown[]).length;
}
