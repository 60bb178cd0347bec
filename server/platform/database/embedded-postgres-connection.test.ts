import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdirSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { connectWhenReady, disconnect } from "./embedded-postgres-connection.ts";

// The real server cannot be held in recovery for a test: this one speaks enough of the protocol,
// https://www.postgresql.org/docs/18/protocol-message-formats.html
const folder = join(tmpdir(), `millet-fake-${crypto.randomUUID().slice(0, 8)}`);
let connections = 0;
let answer: (socket: Socket) => void;
const server = createServer((socket) => {
  connections++;
  socket.on("error", () => undefined);
  socket.once("data", () => answer(socket));
});

beforeAll(async () => {
  mkdirSync(folder);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(join(folder, ".s.PGSQL.5432"), resolve);
  await promise;
});
beforeEach(() => {
  connections = 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const refusal = (code: string, text: string) =>
  message("E", Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));
const welcome = Buffer.concat([message("R", Buffer.alloc(4)), message("Z", Buffer.from("I"))]);
const connect = (patience: { silentMs: number; recoveringMs: number }, isRunning = true) =>
  connectWhenReady(
    () => folder,
    () => isRunning,
    patience,
  );

test("a server that recovers is waited for beyond the time for silence", async () => {
  const readyAt = performance.now() + 1500;
  answer = (socket) => {
    if (performance.now() > readyAt) socket.write(welcome);
    // A recovering server may miss a caller now and then.
    else if (connections % 2 === 0) socket.destroy();
    else socket.end(refusal("57P03", "the database system is starting up"));
  };
  const outcome = await connect({ silentMs: 1000, recoveringMs: 20_000 });
  expect(outcome.kind).toBe("connected");
  if (outcome.kind === "connected") await disconnect(outcome.client);
});

test("a recovery without end is given up", async () => {
  answer = (socket) => socket.end(refusal("57P03", "the database system is starting up"));
  expect(await rejectionOf(connect({ silentMs: 1, recoveringMs: 50 }))).toContain(
    "the database server is not ready after 0.05 s",
  );
});

test("a server that answers with refusals is not taken for a silent one", async () => {
  answer = (socket) => socket.end(refusal("53300", "sorry, too many clients already"));
  expect(await rejectionOf(connect({ silentMs: 50, recoveringMs: 20_000 }))).toContain(
    "lets nobody connect: sorry, too many clients already",
  );
});

test("a server that ends meanwhile is gone, one that says nothing is silent", async () => {
  answer = (socket) => socket.destroy();
  const patience = { silentMs: 50, recoveringMs: 20_000 };
  expect(await connect(patience, false)).toEqual({ kind: "gone" });
  expect(await connect(patience)).toEqual({ kind: "silent" });
});
