import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMillet } from "../server/main.ts";
import {
  cliOperator,
  mintSessionCookies,
  sessionSecretOf,
} from "../server/modules/accounts/index.ts";
import { readConfig } from "../server/platform/config.ts";
import { createApp } from "../server/platform/http/app.ts";
import { newId } from "../server/platform/ids.ts";
import { createMetrics } from "../server/platform/metrics.ts";
import { createApiClient } from "../tests/support/api-client.ts";

/**
 * Pays for many claims at once through the application, without sockets: how many payments a second
 * the orders module bears beside lane and database. `bun bench/payments.ts [claims] [at once]`.
 * The rehearsal measures the same over HTTP and with a crowd; this one is for profiling.
 */
const claims = Number(process.argv[2] ?? 10_000);
const atOnce = Number(process.argv[3] ?? 512);

const dataDir = mkdtempSync(join(tmpdir(), "millet-payments-"));
const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: "silent", DATABASE_POOL_SIZE: "20" });
const millet = await openMillet(config);
const { platform, accounts, catalogue, sales, orders } = millet;
const app = createApp({
  config,
  log: platform.log,
  metrics: createMetrics({ process: false }),
  mounts: [...sales.mounts, ...orders.mounts],
  unready: () => Promise.resolve(undefined),
  version: "0.0.0",
});
const send = createApiClient(app);
await sales.start();
orders.start();

const actor = { operator: cliOperator };
const owner = await accounts.createApiKey({ name: "bench", role: "owner" }, actor);
const as = `Bearer ${owner.token}`;
const names = { en: "Siskin One" };
const prices = [{ currency: "CNY", amountMinor: 199_900 }];
const product = await catalogue.createProduct(
  { names, variants: [{ sku: "SISKIN-ONE", names, prices }] },
  actor,
);
if (!product.ok) throw new Error("no product");
const variantId = product.value.variants[0]?.id;
const offer = {
  kind: "open",
  names,
  variants: [{ variantId, stock: claims }],
  ...(process.env["LIMITS"] === undefined ? {} : { ordersPerAddress: 2, ordersPerInstrument: 2 }),
};
const { body: sale } = await send("POST", "/sales", { body: offer, as });
await send("PUT", `/sales/${sale.id}/publication`, { as });
await send("PUT", `/sales/${sale.id}/opening`, { as });

const secret = sessionSecretOf(platform.keys);
const fans = Array.from({ length: claims }, () => {
  const fanId = newId<"fan">();
  const nowMs = Date.now();
  const cookie = mintSessionCookies({
    secret,
    fanId,
    nowMs,
    secure: false,
    name: "A fan",
    email: `${fanId}@fans.test`,
  });
  return { cookie, claimId: "" };
});

async function forAll(name: string, work: (fan: (typeof fans)[number]) => Promise<void>) {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const postgres = postgresCpuMs();
  let next = 0;
  const worker = async () => {
    for (let fan = fans[next++]; fan !== undefined; fan = fans[next++]) await work(fan);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const ms = performance.now() - startedAt;
  const used = Object.values(process.cpuUsage(cpu)) as number[];
  const server = used.reduce((sum, each) => sum + each, 0) / 1000;
  const database = postgresCpuMs() - postgres;
  const each = (value: number) => `${((value * 1000) / claims).toFixed(0)} µs`;
  console.log(
    `${name}: ${claims} in ${ms.toFixed(0)} ms, ${((claims * 1000) / ms).toFixed(0)}/s; CPU each: server ${each(server)}, PostgreSQL ${each(database)}`,
  );
}

/** CPU time of the embedded server's processes; 0 where /proc does not tell. */
function postgresCpuMs(): number {
  let ticks = 0;
  for (const pid of new Bun.Glob("[0-9]*").scanSync({ cwd: "/proc", onlyFiles: false })) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!line.startsWith("postgres:") && !line.includes(dataDir)) continue;
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      continue;
    }
  }
  return ticks * 10;
}

await forAll("claim", async (fan) => {
  const headers = { cookie: fan.cookie };
  await send("POST", `/sales/${sale.id}/registrations`, { headers });
  const { body: place } = await send("GET", `/sales/${sale.id}/place`, { headers });
  const made = await send("POST", `/sales/${sale.id}/claims`, {
    body: { lines: [{ variantId, quantity: 1 }] },
    headers: { "millet-pass": String(place["pass"]) },
  });
  fan.claimId = (made.body["claim"] as { id: string }).id;
});

const delivery = {
  name: "Anna Zhao",
  line1: "1 Nanjing Road",
  city: "Shanghai",
  postalCode: "200001",
  country: "CN",
};
const { termsVersion } = platform.legalTexts;
let paid = 0;
await forAll("pay", async (fan) => {
  const reply = await send("POST", `/sales/${sale.id}/claims/${fan.claimId}/payments`, {
    body: {
      method: "test_approve",
      delivery: { ...delivery, line1: fan.claimId },
      termsVersion,
    },
    headers: { cookie: fan.cookie },
  });
  if (reply.body["state"] === "captured") paid += 1;
});
console.log(`captured: ${paid}`);
await orders.stop();
await sales.stop();
await millet.close();
rmSync(dataDir, { recursive: true, force: true });
