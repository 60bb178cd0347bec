import { test } from "bun:test";
import { Client } from "pg";
import { serverFolder, startServer } from "../support/server-process.ts";
import { openSale, send, SECRET } from "./live-sale.ts";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
const folder = serverFolder();
test("explore", async () => {
  const pg = await startEmbeddedPostgres({ dataDir: `${folder}/pg` });
  const env = { DATABASE_URL: pg.connectionString, SECRET };
  const t0 = performance.now();
  const a = await startServer({ dataDir: `${folder}/a`, environment: env });
  console.log("ready", performance.now() - t0);
  const sale = await openSale(a, { fans: 50, stock: 20, holdSeconds: 60, waitingLimit: 10 });
  console.log("sale", performance.now() - t0);
  const admin = new Client(pg.connectionString);
  await admin.connect();
  const locks = await admin.query("select a.application_name, l.pid, a.backend_type from pg_locks l join pg_stat_activity a using (pid) where locktype='advisory'");
  console.log(locks.rows);
  console.log((await admin.query("select pg_terminate_backend($1)", [locks.rows[0].pid])).rows);
  await Bun.sleep(1500);
  try { console.log((await send(`${a.url}/api/v1/sales/${sale.saleId}/now`)).body); } catch (e) { console.log("now", e); }
  console.log((await admin.query("select a.application_name, l.pid, a.backend_type from pg_locks l join pg_stat_activity a using (pid) where locktype='advisory'")).rows);
  console.log(a.stdout(), a.stderr());
  await admin.end();
  console.log(await a.stop());
  await pg.stop();
}, 60000);
