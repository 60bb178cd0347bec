import { afterEach, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { processTreeWith, stillAlive } from "../support/processes.ts";
import { endAllServers, serverFolder, startServer, untilTrue } from "../support/server-process.ts";
import { ownerTokenOf, send, useOwnerToken } from "./live-sale.ts";

const folder = serverFolder();

afterEach(endAllServers);

test("a rehearsal ends with a server that is killed, and the next server says that it was lost", async () => {
  const dataDir = join(folder, "killed");
  const server = await startServer({ dataDir });
  const signedIn = await useOwnerToken(server, ownerTokenOf(server));
  const cookies = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]);
  const headers = { cookie: cookies.join("; ") };
  const url = `${server.url}/api/v1/rehearsals`;
  // So many that it would go on for long after its server's end.
  const body = { fans: 1_000_000, units: 1_000 };
  const begun = await send(url, { method: "POST", headers, body });
  expect(begun.status).toBe(201);
  const id = String(begun.body["id"]);
  const tree = () => processTreeWith(id, "rehearse/server.ts");
  await untilTrue(() => tree() !== undefined, "the rehearsal's own server runs", 30_000);
  const processes = tree() ?? [];
  await server.kill9();
  await untilTrue(() => stillAlive(processes).length === 0, "the rehearsal ends by itself", 30_000);
  await server.restart();
  const found = await send(`${url}/${id}`, { headers });
  expect(found.body).toMatchObject({ state: "lost", reason: "server_lost", figures: null });
  const left = join(dataDir, "rehearsals");
  expect(existsSync(left) ? readdirSync(left) : []).toEqual([]);
  const again = await send(url, { method: "POST", headers, body });
  expect(again.status).toBe(201);
}, 120_000);
