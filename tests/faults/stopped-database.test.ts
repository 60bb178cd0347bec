import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import { Client } from "pg";
import { TICK_MS } from "../../server/modules/sales/rules/lane.ts";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
import {
  isReady,
  serverFolder,
  startServer,
  untilTrue,
  within,
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
import { type LiveSale, openSale, SECRET, send } from "./live-sale.ts";

const TERMS = { fans: 300, stock: 100, holdSeconds: 60, waitingLimit: 150 };

/** A silence from which on the lane counts an outage and makes holds longer by it. */
const OUTAGE_FROM_MS = 3_000;

const folder = serverFolder();
const dataDir = join(folder, "database");
let postgres = { pid: 0, connectionString: "" };
let frozen: readonly number[] = [];

afterEach(async () => {
  // A frozen session would outlive its server.
  thawPostgres();
  await endAll();
});

test("a database that stops, dies or freezes in the middle of a sale costs waiting and nothing else", async () => {
  await startPostgres();
  const { connectionString } = postgres;
  const server = await startServer({
    dataDir: join(folder, "server"),
    environment: { DATABASE_URL: connectionString, SECRET, DRAIN_SECONDS: "0" },
  });
  const sale = await openSale(server, TERMS);
  const crowd = new Crowd(sale, () => [server.url]);
  let countedMs = 0;

  for (const [round, fault] of FAULTS.entries()) {
    const asking = sale.fans.filter((_, index) => index % FAULTS.length === round);
    const claims = crowd.claimAll(asking, 800);
    await Bun.sleep(50 + Math.random() * 200);
    await fault.begin();
    const awayAt = performance.now();
    await Bun.sleep(200);
    if (fault.isGone) await expectNoServerErrors(server.url, sale);
    await Bun.sleep(fault.lastsMs - (performance.now() - awayAt));
    if (fault.lastsMs > OUTAGE_FROM_MS) {
      expect(await isReady(server.url)).toBe(false);
      // A tick may have been on its way already, and counts as the last sign of life.
      countedMs += performance.now() - awayAt - 1.5 * TICK_MS;
    }
    await fault.end();
    const backAt = performance.now();
    await claims;
    tell(`the database, ${fault.name}, is back and all answered`, backAt);
    await untilTrue(() => isReady(server.url), "the server is ready again");
  }

  await crowd.claimAll(sale.fans);
  const log = await replayLog(connectionString, sale.saleId);
  expect(log.owners).toHaveLength(1);
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  const outagesMs = log.outages.reduce((sum, { gapMs }) => sum + gapMs, 0);
  expect(outagesMs).toBeGreaterThanOrEqual(Math.floor(countedMs));
  crowd.expectOnly("201", "200", "409 sold_out", "503 outcome_unknown", "503 lane_unavailable");
  expect(crowd.answers.get("503 outcome_unknown")).toBeGreaterThan(0);
  expect(server.stdout()).not.toContain("unexpected error");

  // Told to stop now, it does not wait for a database that may never answer.
  await freezePostgres();
  expect(await within(20_000, server.stop(), () => "it goes on")).toEqual({
    code: 0,
    signal: null,
  });
  expect(server.stderr()).toBe("");
}, 90_000);

interface Fault {
  readonly name: string;
  readonly lastsMs: number;
  /** Whether connections are refused, and do not just hang. */
  readonly isGone: boolean;
  begin(): Promise<void>;
  end(): Promise<void> | void;
}

const FAULTS: readonly Fault[] = [
  {
    name: "stopped",
    lastsMs: 3_600,
    isGone: true,
    begin: () => endPostgres("SIGINT"),
    end: () => startPostgres(),
  },
  {
    name: "killed",
    lastsMs: 500,
    isGone: true,
    begin: () => endPostgres("SIGKILL"),
    end: () => startPostgres(),
  },
  {
    // Longer than an append is waited for: it is sent again, while the first may yet come to count.
    name: "frozen",
    lastsMs: 6_000,
    isGone: false,
    begin: () => freezePostgres(),
    end: () => thawPostgres(),
  },
];

async function startPostgres(): Promise<void> {
  postgres = await startEmbeddedPostgres({ dataDir });
}

async function endPostgres(signal: NodeJS.Signals): Promise<void> {
  const { pid } = postgres;
  process.kill(pid, signal);
  await untilTrue(() => !isAlive(pid), `PostgreSQL ends on ${signal}`);
}

/** Freezes the server first, so that no session begins unseen, and then all its sessions. */
async function freezePostgres(): Promise<void> {
  const { pid, connectionString } = postgres;
  const client = new Client({ connectionString, application_name: "fault tests" });
  await client.connect();
  process.kill(pid, "SIGSTOP");
  frozen = [pid];
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where pid <> pg_backend_pid()",
  );
  for (const session of rows) process.kill(session.pid, "SIGSTOP");
  frozen = [pid, ...rows.map((session) => session.pid)];
  await client.end();
}

function thawPostgres(): void {
  for (const pid of frozen) process.kill(pid, "SIGCONT");
  frozen = [];
}

/** Whatever is asked for while the database is away: "come back", never "our mistake". */
async function expectNoServerErrors(url: string, sale: LiveSale): Promise<void> {
  const { cookie } = sale.fans[0] ?? { cookie: "" };
  const { authorization } = sale.operator;
  const api = `${url}/api/v1`;
  const sales = `${api}/sales/${sale.saleId}`;
  const asked = [
    send(`${url}/healthz`),
    send(`${sales}/now`),
    send(`${url}/readyz`),
    send(`${sales}/place`, { headers: { cookie } }),
    send(`${sales}/claims/mine`, { headers: { cookie } }),
    send(`${sales}/registrations`, { method: "POST", headers: { cookie } }),
    send(`${sales}/pause`, { method: "PUT", headers: { authorization } }),
    send(sales),
    send(`${api}/products`),
    send(`${api}/sales/${crypto.randomUUID()}/claims`, { method: "POST", body: {} }),
  ];
  const told = (await Promise.all(asked)).map(({ status, body }) => [status, body["code"]]);
  expect(told).toEqual([
    [200, undefined],
    [200, undefined],
    ...asked.slice(2).map(() => [503, "unavailable"]),
  ]);
}
