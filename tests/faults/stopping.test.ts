import { afterEach, expect, test } from "bun:test";
import { dirname, join } from "node:path";
import { isAlive } from "../../server/platform/database/embedded-postgres-process.ts";
import {
  embeddedPostgresOf,
  endAllServers,
  isReady,
  serverFolder,
  startServer,
  untilTrue,
  within,
} from "../support/server-process.ts";
import { send } from "./live-sale.ts";
import { startSlowRequest } from "./slow-request.ts";

/** One data folder for all tests: making a new cluster is the slowest part of a start. */
const folder = serverFolder();
const dataDir = join(folder, "data");

afterEach(endAllServers);

test.each(["SIGINT", "SIGTERM"] as const)(
  "on %s the requests under way are finished, and nothing is left running",
  async (signal) => {
    const server = await startServer({ dataDir });
    const postgres = postgresOf(dataDir);
    const slow = await startSlowRequest(server, postgres.connectionString);
    // As a terminal does on Ctrl-C: to everything that runs in it.
    server.signalGroup(signal);
    await untilTrue(() => isRefused(server.url), "it takes no new connection");
    expect(isAlive(server.pid)).toBe(true);
    await slow.letGo();
    expect((await slow.reply).status).toBe(200);
    expect(await within(10_000, server.exited, () => "it goes on")).toEqual({
      code: 0,
      signal: null,
    });
    expect(server.stderr()).toBe("");
    expect(isAlive(postgres.pid)).toBe(false);
  },
  60_000,
);

test("a request that does not end is cut off after the drain time, and the server ends all the same", async () => {
  const server = await startServer({ dataDir, environment: { DRAIN_SECONDS: "1" } });
  const postgres = postgresOf(dataDir);
  const slow = await startSlowRequest(server, postgres.connectionString);
  const reply = slow.reply.catch(() => "cut off");
  server.signal("SIGTERM");
  expect(await reply).toBe("cut off");
  // The query behind it still waits for the lock, and would for ever.
  expect((await within(20_000, server.exited, () => "it goes on")).code).toBe(0);
  expect(isAlive(postgres.pid)).toBe(false);
  await slow.letGo();
}, 60_000);

test("the signal that npm passes on besides the terminal's is the same; a later one ends it at once", async () => {
  const server = await startServer({ dataDir });
  const postgres = postgresOf(dataDir);
  const slow = await startSlowRequest(server, postgres.connectionString);
  server.signal("SIGINT");
  await Bun.sleep(20);
  server.signal("SIGINT");
  await Bun.sleep(700);
  expect(isAlive(server.pid)).toBe(true);
  server.signal("SIGINT");
  expect((await within(2_000, server.exited, () => "it goes on")).code).toBe(130);
  await Promise.all([slow.letGo(), slow.reply.catch(() => undefined)]);

  // What was not stopped is found again, and stopped by whoever uses it last.
  expect(isAlive(postgres.pid)).toBe(true);
  const next = await server.restart();
  expect(postgresOf(dataDir).pid).toBe(postgres.pid);
  expect(await next.stop()).toEqual({ code: 0, signal: null });
  expect(isAlive(postgres.pid)).toBe(false);
}, 60_000);

test("after kill -9 the next start finds the orphaned PostgreSQL, and Ctrl-C ends both", async () => {
  const server = await startServer({ dataDir });
  const postgres = postgresOf(dataDir);
  await server.kill9();
  expect(isAlive(postgres.pid)).toBe(true);
  const next = await server.restart();
  expect(postgresOf(dataDir).pid).toBe(postgres.pid);
  next.signalGroup("SIGINT");
  expect(await within(10_000, next.exited, () => "it goes on")).toEqual({ code: 0, signal: null });
  expect(isAlive(postgres.pid)).toBe(false);
}, 60_000);

test("Ctrl-C on `npm start` ends npm, the server and PostgreSQL", async () => {
  // The npm that stands beside the node of this machine; a bare PATH may lack both.
  const npm = Bun.which("npm") ?? "npm";
  const environment = { PATH: `${dirname(npm)}:${process.env["PATH"]}`, NO_UPDATE_NOTIFIER: "1" };
  const server = await startServer({ dataDir, command: [npm, "start"], environment });
  const postgres = postgresOf(dataDir);
  server.signalGroup("SIGINT");
  // Its pipes close when the last process of the group has ended.
  await within(20_000, server.exited, () => "something goes on");
  expect(server.stdout()).toContain("Stopping: requests under way are finished first.");
  expect(isAlive(postgres.pid)).toBe(false);
}, 60_000);

test("told how long its load balancer takes, a server says first that it is unready and answers on", async () => {
  const server = await startServer({ dataDir, environment: { UNREADY_SECONDS: "1" } });
  server.signal("SIGTERM");
  await untilTrue(async () => !(await isReady(server.url)), "it says that it is unready");
  expect(await send(`${server.url}/readyz`)).toMatchObject({
    status: 503,
    body: { code: "unavailable", detail: "the server is shutting down" },
  });
  expect((await send(`${server.url}/api/v1/products`)).status).toBe(200);
  expect(await within(10_000, server.exited, () => "it goes on")).toEqual({
    code: 0,
    signal: null,
  });
}, 60_000);

function postgresOf(folder: string) {
  const running = embeddedPostgresOf(folder);
  if (running === undefined) throw new Error("no PostgreSQL runs");
  return running;
}

async function isRefused(url: string): Promise<boolean> {
  try {
    await send(`${url}/healthz`, { timeoutMs: 1_000 });
    return false;
  } catch {
    return true;
  }
}
