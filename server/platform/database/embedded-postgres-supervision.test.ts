import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { join } from "node:path";
import type { Client } from "pg";
import { ask, eventually, temporaryFolder } from "../../../tests/support/embedded-postgres.ts";
import { isAlive } from "./embedded-postgres-process.ts";
import { type Server, superviseServer } from "./embedded-postgres-supervision.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

const temporary = temporaryFolder();
const elsewhere = join(temporary, "elsewhere");

test("a server that is killed is started again with all that it acknowledged, until told to stop", async () => {
  const options = { dataDir: join(temporary, "data"), elsewhere, supervised: true };
  const server = await startEmbeddedPostgres(options);
  await ask(server.connectionString, "create table kept as select 42 as value");
  for (const round of [1, 2]) {
    const { pid } = server;
    process.kill(pid, "SIGKILL");
    await eventually(() => server.restarts === round, "the server is back");
    expect(server.pid).not.toBe(pid);
    expect(isAlive(server.pid)).toBe(true);
    expect(await ask(server.connectionString, "select value from kept")).toBe(42);
  }
  const { pid } = server;
  await server.stop();
  expect(isAlive(pid)).toBe(false);
  expect(server.restarts).toBe(2);
}, 60_000);

/** A server whose connection a test can end. */
function fakeServer(pid: number): Server & { readonly client: Client } {
  const client = new EventEmitter() as unknown as Client;
  return { client, pid, socketDir: "", adopted: false };
}

const times = { firstPauseMs: 10, longestPauseMs: 40, steadyMs: 10_000 };

test("a server that does not start is tried again with growing pauses, and not any more after the end", async () => {
  const first = fakeServer(1);
  let tries = 0;
  const startAgain = async () => {
    tries += 1;
    if (tries < 4) throw new Error("no memory");
    if (tries > 4) await Promise.reject(new Error("gone for good"));
    return fakeServer(2);
  };
  const supervision = superviseServer(first, startAgain, undefined, times);
  first.client.emit("end");
  await eventually(() => supervision.restarts() === 1, "the server is back");
  expect(tries).toBe(4);
  expect(supervision.current().pid).toBe(2);
  supervision.current().client.emit("end");
  await eventually(() => tries > 5, "it is tried further");
  await supervision.end();
  const triesAtEnd = tries;
  await Bun.sleep(100);
  expect(tries).toBe(triesAtEnd);
});

test("a connection that ends because of the stop starts nothing", async () => {
  const first = fakeServer(1);
  let tries = 0;
  const startAgain = () => {
    tries += 1;
    return Promise.resolve(fakeServer(2));
  };
  const supervision = superviseServer(first, startAgain, undefined, times);
  await supervision.end();
  first.client.emit("end");
  await Bun.sleep(50);
  expect(tries).toBe(0);
});
