import { afterAll, afterEach, expect, test } from "bun:test";
import { join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
import { serverFolder, startServer, untilTrue } from "../support/server-process.ts";
import {
  Crowd,
  endAll,
  expectAcknowledgedStand,
  expectHoldsExtended,
  expectSoldOut,
  query,
  replayLog,
  tell,
} from "./crowd.ts";
import { openSale, SECRET, send } from "./live-sale.ts";
import { mountSmallDisk } from "./small-disk.ts";

const TERMS = { fans: 300, stock: 100, holdSeconds: 60, waitingLimit: 150 };
/** A fresh cluster takes some 60 MB; what is left is filled. */
const DISK_MB = 240;

const folder = serverFolder();
const disk = mountSmallDisk(DISK_MB);

afterEach(endAll);
afterAll(() => disk?.unmount());

if (disk === undefined) {
  console.log("not run: a full disk under the log; no file system may be mounted here");
} else {
  test("a disk that is full in the middle of a sale costs waiting and nothing else", async () => {
    const dataDir = disk.path;
    let postgres = await startEmbeddedPostgres({ dataDir });
    const { connectionString } = postgres;
    const server = await startServer({
      dataDir: join(folder, "server"),
      environment: { DATABASE_URL: connectionString, SECRET, DRAIN_SECONDS: "0" },
    });
    const sale = await openSale(server, TERMS);
    const crowd = new Crowd(sale, () => [server.url]);
    const [before, during] = [sale.fans.slice(0, 150), sale.fans.slice(150)];
    await crowd.claimAll(before, 200);

    disk.fill();
    const fullAt = performance.now();
    const claims = crowd.claimAll(during, 500);
    await untilTrue(() => (crowd.answers.get("503 lane_unavailable") ?? 0) > 0, "claims wait");
    // What is public goes on being told.
    expect((await send(`${server.url}/api/v1/sales/${sale.saleId}/now`)).status).toBe(200);
    const counted = await countRecords();
    await Bun.sleep(1_000);
    expect(await countRecords()).toBe(counted);
    disk.empty();
    tell("the disk was full", fullAt);
    // A PostgreSQL that has given up on the full disk is started again, as its keeper would.
    if (!isAlive(postgres.pid)) postgres = await startEmbeddedPostgres({ dataDir });
    await claims;
    await crowd.claimAll(sale.fans);

    const log = await replayLog(connectionString, sale.saleId);
    expectAcknowledgedStand(crowd, log);
    expectSoldOut(log, TERMS.stock, TERMS.waitingLimit);
    expectHoldsExtended(crowd, log);
    crowd.expectOnly("201", "200", "409 sold_out", "503 outcome_unknown", "503 lane_unavailable");
    expect(server.stdout()).not.toContain("unexpected error");
    expect((await server.stop()).code).toBe(0);
    await postgres.stop();

    async function countRecords(): Promise<string | undefined> {
      if (!isAlive(postgres.pid)) return undefined;
      try {
        const { rows } = await query<{ count: string }>(
          connectionString,
          "select count(*) from sales.lane_records where sale_id = $1",
          [sale.saleId],
        );
        return rows[0]?.count;
      } catch {
        // It recovers from a write that the disk did not take.
        return undefined;
      }
    }
  }, 90_000);
}
