import { afterEach, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from "../../server/platform/database/embedded-postgres.ts";
import { serverFolder, type ServerProcess, startServer } from "../support/server-process.ts";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  freeLaneOf,
  replayLog,
  tell,
} from "./crowd.ts";
import { openSale, SECRET, send } from "./live-sale.ts";

const TERMS = { fans: 300, stock: 100, holdSeconds: 60, waitingLimit: 150 };
const ELSEWHERE = "503 lane_elsewhere";

const folder = serverFolder();
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
});
afterEach(endAll);

test("of two servers one runs the lane and the other says so; when it is killed the other follows", async () => {
  let first = await startOne("first");
  const second = await startOne("second");
  const sale = await openSale(first, TERMS);
  const crowd = new Crowd(sale, () => [first.url, second.url]);
  const [before = [], during = [], after = []] = inThirds(sale.fans);

  await crowd.claimAll(before);
  crowd.expectOnly("201", "200", ELSEWHERE);
  expect([...crowd.answers.keys()]).toContain(ELSEWHERE);
  const now = await send(`${second.url}/api/v1/sales/${sale.saleId}/now`);
  expect(now).toMatchObject({ status: 503, body: { code: "lane_elsewhere" } });
  expect(now.headers.get("retry-after")).toBe("1");

  const claims = crowd.claimAll(during, 100);
  await Bun.sleep(30 + Math.random() * 40);
  const killedAt = performance.now();
  await first.kill9();
  await claims;
  tell("killed; taken over and all answered", killedAt);

  first = await first.restart();
  await crowd.claimAll([...after, ...before]);
  const log = await replayLog(postgres.connectionString, sale.saleId);
  expect(log.owners.map(urlOfOwner)).toEqual([first.url, second.url]);
  crowd.expectOnly("201", "200", "409 sold_out", "no answer", ELSEWHERE);
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  await expectQuietEnd(first, second);
}, 60_000);

test("a server that was frozen while another took its lane acknowledges nothing that the log does not hold", async () => {
  const frozen = await startOne("frozen");
  const other = await startOne("other");
  const sale = await openSale(frozen, TERMS);
  const crowd = new Crowd(sale, () => [other.url]);
  const [underWay = [], late = [], rest = []] = inThirds(sale.fans);

  const firstAnswers = underWay.map(async (fan, index) => {
    await Bun.sleep(index / 2);
    return crowd.tryClaim(fan, frozen.url);
  });
  await Bun.sleep(20 + Math.random() * 20);
  frozen.signal("SIGSTOP");
  // These wait in its sockets, and reach it when it wakes with a lane that it no longer has.
  const lateAnswers = late.map((fan) => crowd.tryClaim(fan, frozen.url));
  const stolenAt = performance.now();
  await freeLaneOf(postgres.connectionString, frozen, sale.saleId);
  // The other server gives the same fans claims of its own.
  await crowd.claimAll([...underWay, ...late]);
  crowd.expectOnly("201", "200", ELSEWHERE, "no answer");
  tell("lock lost; taken over and all answered", stolenAt);

  frozen.signal("SIGCONT");
  const wokenAt = performance.now();
  const [, told] = await Promise.all([Promise.all(firstAnswers), Promise.all(lateAnswers)]);
  tell("the frozen server woke and has answered", wokenAt);
  const toldStatus = told.map((reply) => reply?.status);
  expect(toldStatus).toEqual(late.map(() => 503));
  await crowd.claimAll([...rest, ...underWay]);
  const now = await send(`${frozen.url}/api/v1/sales/${sale.saleId}/now`);
  expect(now).toMatchObject({ status: 503, body: { code: "lane_elsewhere" } });

  const log = await replayLog(postgres.connectionString, sale.saleId);
  expect(log.owners.map(urlOfOwner)).toEqual([frozen.url, other.url]);
  crowd.expectOnly("201", "200", "409 sold_out", ELSEWHERE, "503 outcome_unknown");
  expectAcknowledgedStand(crowd, log);
  expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
  expectHoldsExtended(crowd, log);
  await expectQuietEnd(frozen, other);
}, 60_000);

function startOne(name: string): Promise<ServerProcess> {
  const environment = { DATABASE_URL: postgres.connectionString, SECRET };
  return startServer({ dataDir: join(folder, name), environment });
}

/** They end as they should, and none of them has met anything unexpected. */
async function expectQuietEnd(...servers: readonly ServerProcess[]): Promise<void> {
  for (const server of servers) {
    const { code } = await server.stop();
    expect({ code, stderr: server.stderr() }).toEqual({ code: 0, stderr: "" });
    expect(server.stdout()).not.toContain("unexpected error");
  }
}

function inThirds<Item>(items: readonly Item[]): Item[][] {
  return [0, 1, 2].map((third) => items.filter((_, index) => index % 3 === third));
}

function urlOfOwner(owner: string): string {
  return owner.replace(/#.*/, "");
}
