import { afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import {
  embeddedPostgresOf,
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
  query,
  replayLog,
  type ReplayedLog,
  tell,
} from "./crowd.ts";
import { inParallel, openSale, SECRET, send, type LiveSale } from "./live-sale.ts";

/** `KILLS=50 bun test tests/faults/killed-server.test.ts` kills more often. */
const KILLS = Number(process.env["KILLS"] ?? 3);
/** 75 in each round, of whom the last find nothing left. */
const FANS = 75 * (KILLS + 1);
const STOCK = FANS / 3;
const WAITING = Math.floor(FANS / 2);
/** Fans of one round come within this time, and somewhere in it the server dies. */
const ROUND_MS = 150;

const folder = serverFolder();

afterEach(endAll);

test(`of a server killed ${KILLS} times in the middle of claims, every answer stands`, async () => {
  const dataDir = join(folder, "killed");
  let server = await startServer({ dataDir, environment: { SECRET } });
  const postgres = embeddedPostgresOf(dataDir);
  const sale = await openSale(server, {
    fans: FANS,
    stock: STOCK,
    holdSeconds: 60,
    waitingLimit: WAITING,
  });
  const crowd = new Crowd(sale, () => [server.url]);
  const rounds = KILLS + 1;
  for (let round = 0; round < rounds; round += 1) {
    const fresh = sale.fans.filter((_, index) => index % rounds === round);
    const claims = crowd.claimAll([...fresh, ...crowd.acknowledged.keys()], ROUND_MS);
    if (round < KILLS) {
      await Bun.sleep(Math.random() * ROUND_MS);
      const killedAt = performance.now();
      await server.kill9();
      server = await server.restart();
      tell("killed, started and answering again", killedAt);
    }
    await claims;
  }
  // The orphan was found again each time, not started anew.
  expect(embeddedPostgresOf(dataDir)?.pid).toBe(postgres?.pid ?? 0);

  const connectionString = postgres?.connectionString ?? "";
  const log = await replayLog(connectionString, sale.saleId);
  expect(log.owners).toHaveLength(rounds);
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, STOCK, WAITING);
  expectHoldsExtended(crowd, log);
  expect(crowd.acknowledged.size).toBe(STOCK + WAITING);
  crowd.expectOnly("201", "200", "409 sold_out", "no answer", "503 lane_elsewhere");
  await expectClaimsOfFans(server.url, sale, log);
  await expectTablesFollow(connectionString, sale, log);
  expect((await server.stop()).code).toBe(0);
}, 180_000);

/** Every fan is shown the own claim as the log has it, or none. */
async function expectClaimsOfFans(url: string, sale: LiveSale, log: ReplayedLog) {
  await inParallel(sale.fans, 20, async ({ cookie, place }) => {
    const mine = `${url}/api/v1/sales/${sale.saleId}/claims/mine`;
    const { status, body } = await send(mine, { headers: { cookie } });
    const claim = log.counter.state.claims.get(place);
    const wanted =
      claim === undefined
        ? { status: 404, body: { code: "claim_not_found" } }
        : { status: 200, body: { claim: { id: claim.id, place, state: claim.state } } };
    expect({ status, body }).toMatchObject(wanted);
  });
}

/** The table of claims, written behind the log, comes to say the same. */
async function expectTablesFollow(connectionString: string, sale: LiveSale, log: ReplayedLog) {
  const wanted = [...log.counter.state.claims.values()]
    .map(({ id, place, state, expiresAt }) => ({
      id,
      place,
      state,
      fan_id: sale.fans.find((fan) => fan.place === place)?.fanId,
      expires_at: state === "held" ? expiresAt : null,
    }))
    .sort((one, other) => one.place - other.place);
  const look = async () => {
    const { rows } = await query<{ expires_at: Date | null }>(
      connectionString,
      `select id, place, state, fan_id, expires_at from sales.claims
       where sale_id = $1 order by place, id`,
      [sale.saleId],
    );
    return rows.map((row) => ({ ...row, expires_at: row.expires_at?.getTime() ?? null }));
  };
  await untilTrue(
    async () => Bun.deepEquals(await look(), wanted),
    "the tables follow the log",
    8_000,
  ).catch(() => undefined);
  expect(await look()).toEqual(wanted as never);
}
