import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import {
  embeddedPostgresOf,
  isReady,
  serverFolder,
  startServer,
  untilTrue,
} from "../support/server-process.ts";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  replayLog,
} from "./crowd.ts";
import { openSale, SECRET } from "./live-sale.ts";

const TERMS = { fans: 150, stock: 50, holdSeconds: 60, waitingLimit: 75 };
const ROUNDS = 2;

const folder = serverFolder();

afterEach(endAll);

test("the server's own PostgreSQL, killed in the middle of a sale, is started again, and the sale goes on", async () => {
  const dataDir = join(folder, "supervised");
  const server = await startServer({ dataDir, environment: { SECRET } });
  const sale = await openSale(server, TERMS);
  const crowd = new Crowd(sale, () => [server.url]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const asking = sale.fans.filter((_, index) => index % (ROUNDS + 1) === round);
    const claims = crowd.claimAll(asking, 400);
    await Bun.sleep(50 + Math.random() * 200);
    const { pid } = embeddedPostgresOf(dataDir) ?? { pid: 0 };
    process.kill(pid, "SIGKILL");
    await claims;
    await untilTrue(() => isReady(server.url), "the server is ready again");
    expect(isAlive(pid)).toBe(false);
    expect(embeddedPostgresOf(dataDir)?.pid).not.toBe(pid);
  }
  await crowd.claimAll(sale.fans);
  const { connectionString } = embeddedPostgresOf(dataDir) ?? { connectionString: "" };
  const log = await replayLog(connectionString, sale.saleId);
  expect(log.owners).toHaveLength(1);
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  crowd.expectOnly("201", "200", "409 sold_out", "503 outcome_unknown", "503 lane_unavailable");
  expect(server.stdout()).toContain("the embedded PostgreSQL is lost: starting it again");
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  expect(figures).toMatch(new RegExp(`^millet_embedded_postgres_restarts_total ${ROUNDS}$`, "m"));
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  expect(embeddedPostgresOf(dataDir)).toBeUndefined();
}, 90_000);
