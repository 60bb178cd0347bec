import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
import { endAllServers, isReady, serverFolder, startServer, untilTrue } from "../support/server-process.ts";
import {
  Crowd,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  replayLog,
} from "./crowd.ts";
import { type LiveSale, openSale, SECRET, send } from "./live-sale.ts";

const TERMS = { fans: 300, stock: 100, holdSeconds: 60, waitingLimit: 150 };
/** Longer than the silence that counts as an outage, and than a client waits for an append. */
const OUTAGE_MS = 4_500;

const folder = serverFolder();

afterEach(endAllServers);

test("a database that is stopped or killed in the middle of a sale costs waiting and nothing else", async () => {
  const dataDir = join(folder, "database");
  let postgres = await startEmbeddedPostgres({ dataDir });
  const { connectionString } = postgres;
  const server = await startServer({
    dataDir: join(folder, "server"),
    environment: { DATABASE_URL: connectionString, SECRET },
  });
  const sale = await openSale(server, TERMS);
  const crowd = new Crowd(sale, () => [server.url]);
  const thirds = [0, 1, 2].map((third) => sale.fans.filter((_, index) => index % 3 === third));
  let downMs = 0;
  for (const [round, signal] of (["SIGINT", "SIGKILL"] as const).entries()) {
    const claims = (thirds[round] ?? []).map(async (fan, index) => {
      await Bun.sleep(index * 2);
      return crowd.claim(fan);
    });
    await Bun.sleep(50 + Math.random() * 100);
    process.kill(postgres.pid, signal);
    const gone = postgres.pid;
    await untilTrue(() => !isAlive(gone), `PostgreSQL ends on ${signal}`);
    const downAt = performance.now();
    await Bun.sleep(300);
    expect(await isReady(server.url)).toBe(false);
    await expectNoServerErrors(server.url, sale);
    await Bun.sleep(Math.max(0, OUTAGE_MS - (performance.now() - downAt)));
    await postgres.stop();
    downMs += performance.now() - downAt;
    const backAt = performance.now();
    postgres = await startEmbeddedPostgres({ dataDir });
    const startedMs = performance.now() - backAt;
    await Promise.all(claims);
    const answeredMs = performance.now() - backAt - startedMs;
    console.log(
      `after ${signal}: PostgreSQL back in ${startedMs.toFixed()} ms, all answered ${answeredMs.toFixed()} ms later`,
    );
    await untilTrue(() => isReady(server.url), "the server is ready again");
  }
  await Promise.all(sale.fans.map((fan) => crowd.claim(fan)));

  const log = await replayLog(connectionString, sale.saleId);
  expect(log.owners).toHaveLength(1);
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  const ownedUpToMs = log.outages.reduce((sum, { gapMs }) => sum + gapMs, 0);
  expect(ownedUpToMs).toBeGreaterThanOrEqual(downMs);
  crowd.expectOnly("201", "200", "409 sold_out", "503 outcome_unknown", "503 lane_unavailable");
  expect(crowd.answers.get("503 outcome_unknown")).toBeGreaterThan(0);
  console.log(Object.fromEntries(crowd.answers));
  expect(server.stdout()).not.toContain("unexpected error");
  const { code } = await server.stop();
  expect({ code, stderr: server.stderr() }).toEqual({ code: 0, stderr: "" });
  await postgres.stop();
}, 90_000);

/** Whatever is asked for while the database is away, the answer is "come back", never "our mistake". */
async function expectNoServerErrors(url: string, sale: LiveSale): Promise<void> {
  const { cookie } = sale.fans[0] ?? { cookie: "" };
  const { authorization } = sale.operator;
  const api = `${url}/api/v1`;
  const sales = `${api}/sales/${sale.saleId}`;
  const asked = [
    send(`${url}/healthz`),
    send(`${sales}/now`),
    send(`${sales}/place`, { headers: { cookie } }),
    send(`${sales}/claims/mine`, { headers: { cookie } }),
    send(`${sales}/registrations`, { method: "POST", headers: { cookie } }),
    send(`${sales}/pause`, { method: "PUT", headers: { authorization } }),
    send(sales),
    send(`${api}/products`),
    send(`${api}/sales/${crypto.randomUUID()}/claims`, { method: "POST", body: {} }),
  ];
  const told = (await Promise.all(asked)).map(({ status, body }) => `${status} ${body["code"]}`);
  expect(told).toEqual([
    "200 undefined",
    "200 undefined",
    ...asked.slice(2).map(() => "503 unavailable"),
  ]);
}
