import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
import {
  embeddedPostgresOf,
  serverFolder,
  startServer,
  untilTrue,
} from "../support/server-process.ts";
import { Crowd, endAll, expectAcknowledgedStand, query, replayLog, tell } from "./crowd.ts";
import { type Fan, openSale, SECRET } from "./live-sale.ts";
import { expectMoneyForSoldUnits, expectToldTrue, payAll } from "./paying-crowd.ts";

/** Everybody gets a unit: what is tested is paying for it. */
const TERMS = { fans: 60, stock: 60, holdSeconds: 120, waitingLimit: 0 };

const folder = serverFolder();

afterEach(endAll);

test("a database that is stopped and started in the middle of payments loses no money and no unit", async () => {
  const dataDir = join(folder, "database");
  let postgres = await startEmbeddedPostgres({ dataDir });
  const { connectionString } = postgres;
  const server = await startServer({
    dataDir: join(folder, "server"),
    environment: { DATABASE_URL: connectionString, SECRET },
  });
  const sale = await openSale(server, TERMS);
  const crowd = new Crowd(sale, () => [server.url]);
  await crowd.claimAll(sale.fans);
  const paying = payAll(() => server.url, sale, claimsOf(crowd));
  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    await Bun.sleep(300 + Math.random() * 400);
    process.kill(postgres.pid, signal);
    await untilTrue(() => !isAlive(postgres.pid), `PostgreSQL ends on ${signal}`);
    await Bun.sleep(300);
    postgres = await startEmbeddedPostgres({ dataDir });
  }
  const answers = await paying;
  await expectSettled(connectionString);
  const log = await replayLog(connectionString, sale.saleId);
  expectAcknowledgedStand(crowd, log);
  expectToldTrue(answers, log);
  await expectMoneyForSoldUnits(connectionString, log);
  expect(server.stdout()).not.toContain("unexpected error");
  expect((await server.stop()).code).toBe(0);
  await postgres.stop();
}, 120_000);

test("of a server killed three times in the middle of payments, each is paid once or not at all", async () => {
  const dataDir = join(folder, "killed");
  let server = await startServer({ dataDir, environment: { SECRET } });
  const connectionString = embeddedPostgresOf(dataDir)?.connectionString ?? "";
  const sale = await openSale(server, TERMS);
  const crowd = new Crowd(sale, () => [server.url]);
  await crowd.claimAll(sale.fans);
  const paying = payAll(() => server.url, sale, claimsOf(crowd));
  paying.catch(() => undefined);
  for (let kill = 0; kill < 3; kill += 1) {
    await Bun.sleep(150 + Math.random() * 500);
    const killedAt = performance.now();
    await server.kill9();
    server = await server.restart();
    tell("killed, started and answering again", killedAt);
  }
  const answers = await paying;
  await expectSettled(connectionString);
  const log = await replayLog(connectionString, sale.saleId);
  expectAcknowledgedStand(crowd, log);
  expectToldTrue(answers, log);
  await expectMoneyForSoldUnits(connectionString, log);
  expect((await server.stop()).code).toBe(0);
}, 120_000);

function claimsOf(crowd: Crowd): Map<Fan, string> {
  return new Map([...crowd.acknowledged].map(([fan, list]) => [fan, list[0]?.id ?? ""]));
}

/** Whatever was begun comes to its end by itself. */
async function expectSettled(connectionString: string): Promise<void> {
  await untilTrue(
    async () => {
      const { rows } = await query<{ count: string }>(
        connectionString,
        `select count(*) from orders.payments
         where state in ('created', 'pending', 'authorised', 'voiding', 'returning')`,
      );
      return Number(rows[0]?.count) === 0;
    },
    "every payment has come to its end",
    30_000,
  );
}
