import { afterEach, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../server/platform/database/embedded-postgres.ts";
import {
  serverFolder,
  type ServerProcess,
  startServer,
  untilTrue,
} from "../support/server-process.ts";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  findLockHolder,
  freeLaneOf,
  query,
  replayLog,
  tell,
} from "./crowd.ts";
import { openSale, SECRET, send } from "./live-sale.ts";

const TAKEOVERS = Number(process.env["TAKEOVERS"] ?? 20);
const TERMS = { fans: 400, stock: 150, holdSeconds: 120, waitingLimit: 200 };
const ROOT = join(import.meta.dir, "../..");

const folder = serverFolder();
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
});
afterEach(endAll);

test(`two servers that take the lane from each other ${TAKEOVERS} times finish the sale right`, async () => {
  const north = await startOne("north");
  const south = await startOne("south");
  const sale = await openSale(north, TERMS);
  const crowd = new Crowd(sale, () => [north.url, south.url]);
  const startedAt = performance.now();
  const rounds = TAKEOVERS + 1;
  for (let round = 0; round < rounds; round += 1) {
    const fresh = sale.fans.filter((_, index) => index % rounds === round);
    const claims = crowd.claimAll([...fresh, ...crowd.acknowledged.keys()].slice(0, 60), 100);
    if (round < TAKEOVERS) {
      await Bun.sleep(Math.random() * 100);
      await untilTrue(async () => (await countTakeovers(sale.saleId)) > round, "taken over");
      await wander([north, south], sale.saleId, round + 1);
    }
    await claims;
  }
  // Until it is taken over, the one that lost the lock may go on: the log fences, not the lock.
  await untilTrue(async () => (await countTakeovers(sale.saleId)) > TAKEOVERS, "taken over");
  tell(`${TAKEOVERS} takeovers`, startedAt);

  await crowd.claimAll(sale.fans);
  const log = await replayLog(postgres.connectionString, sale.saleId);
  expect(log.owners.length).toBeGreaterThan(TAKEOVERS);
  const names = new Set(log.owners.map((name) => name.replace(/#.*/, "")));
  expect(names).toEqual(new Set([north.url, south.url]));
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  crowd.expectOnly("201", "200", "409 sold_out", "503 lane_elsewhere", "503 outcome_unknown");
  expect([north.stderr(), south.stderr()]).toEqual(["", ""]);
}, 120_000);

test("a server whose clock is set back by an hour in the middle of a sale ends no hold early or late", async () => {
  const preload = join(import.meta.dir, "clock-that-jumps.ts");
  const server = await startServer({
    dataDir: join(folder, "clock"),
    environment: { DATABASE_URL: postgres.connectionString, SECRET },
    command: [process.execPath, "--preload", preload, join(ROOT, "server/cli/main.ts"), "start"],
  });
  const holdSeconds = 6;
  const sale = await openSale(server, { fans: 30, stock: 10, holdSeconds, waitingLimit: 20 });
  const crowd = new Crowd(sale, () => [server.url]);
  const claimedAt = performance.now();
  await crowd.claimAll(sale.fans);
  server.signal("SIGUSR2");
  await untilTrue(() => server.stdout().includes("the clock was set back"), "the clock jumps");
  // A pass that is checked by the wall clock counts before and after alike.
  await crowd.claimAll(sale.fans);

  const heldNow = async () => {
    const { body } = await send(`${server.url}/api/v1/sales/${sale.saleId}/now`);
    return body as unknown as { claims: { held: number; waiting: number } };
  };
  await untilTrue(async () => (await heldNow()).claims.held === 10, "`now` shows the claims");
  await untilTrue(async () => (await heldNow()).claims.waiting === 10, "holds end", 20_000);
  expect(performance.now() - claimedAt).toBeGreaterThan(holdSeconds * 1000 - 500);

  const log = await replayLog(postgres.connectionString, sale.saleId);
  expect(log.counter.totals()).toMatchObject({
    expired: 10,
    grantedFromReturns: 10,
    unitsHeld: 10,
  });
  expectHoldsExtended(crowd, log);
  expect(log.outages).toEqual([]);
  expect(server.stdout()).not.toContain("unexpected error");
}, 60_000);

function startOne(name: string): Promise<ServerProcess> {
  const environment = { DATABASE_URL: postgres.connectionString, SECRET };
  return startServer({ dataDir: join(folder, name), environment });
}

/**
 * The lane's owner loses its lock, again and again until the other one was quicker to take it. An
 * owner that is quicker itself keeps the lane.
 */
async function wander(
  servers: readonly ServerProcess[],
  saleId: string,
  takeovers: number,
): Promise<void> {
  while ((await countTakeovers(saleId)) <= takeovers) {
    let owner: ServerProcess | undefined;
    await untilTrue(async () => {
      owner = await findLockHolder(postgres.connectionString, servers, saleId);
      return owner !== undefined;
    }, "a server has the lane");
    if (owner !== undefined) await freeLaneOf(postgres.connectionString, owner, saleId);
    await Bun.sleep(300);
  }
}

async function countTakeovers(saleId: string): Promise<number> {
  const { rows } = await query<{ count: string }>(
    postgres.connectionString,
    `select count(*) from sales.lane_records
     where sale_id = $1 and convert_from(body, 'UTF8') like '%"taken-over"%'`,
    [saleId],
  );
  return Number(rows[0]?.count);
}
