import { afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createServer } from "node:net";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../server/platform/database/embedded-postgres.ts";
import {
  embeddedPostgresOf,
  endAllServers,
  launchServer,
  serverFolder,
  type ServerOptions,
  startServer,
  within,
} from "../support/server-process.ts";
import { query } from "./crowd.ts";
import { ownerTokenOf, SECRET, send, useOwnerToken } from "./live-sale.ts";

const folder = serverFolder();

afterEach(endAllServers);

let refusals = 0;

/** The one line with which the server refuses to start. */
async function refusalOf(options: Partial<ServerOptions>): Promise<string> {
  refusals += 1;
  const dataDir = join(folder, `refused-${refusals}`);
  const server = await launchServer({ dataDir, ...options });
  const { code } = await within(20_000, server.exited, () => "the server does not give up");
  expect(code).toBeGreaterThan(0);
  const lines = server.stderr().trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  // Nothing is left behind that a start has begun with.
  expect(embeddedPostgresOf(dataDir)).toBeUndefined();
  return lines[0] ?? "";
}

describe("a setting that cannot be used is refused in one line that names it", () => {
  // What is wrong in itself is tested beside config.ts; here, that it reaches whoever starts it.
  const wrong: readonly (readonly [setting: string, value: string, line: string])[] = [
    ["PORT", "http", "PORT: must be a whole number"],
    ["HOST", "two words", "HOST: must be a host name or an IP address"],
    ["HOST", "192.0.2.1", "HOST: cannot listen on 192.0.2.1: "],
    ["BODY_LIMIT_BYTES", "64k", "BODY_LIMIT_BYTES: must be a whole number"],
    ["TRUSTED_PROXIES", "proxy", 'TRUSTED_PROXIES: "proxy" is no address or CIDR range'],
    ["DATABASE_URL", "mysql://localhost/millet", "DATABASE_URL: must be a postgres:// URL"],
    ["DATABASE_URL", "postgres://localhost/millet", "SECRET: must be set with DATABASE_URL"],
  ];
  test.each([...wrong])(
    "%s=%s",
    async (setting, value, line) => {
      const refusal = await refusalOf({ environment: { [setting]: value } });
      expect(refusal).toStartWith(`millet: ${line}`);
    },
    60_000,
  );

  test("a data folder that cannot be made", async () => {
    const dataDir = join(import.meta.path, "data");
    expect(await refusalOf({ dataDir })).toStartWith("millet: DATA_DIR: ");
  }, 60_000);

  test("an option or a word that the command does not know", async () => {
    expect(await refusalOf({ args: ["--emtpy"] })).toContain("'--emtpy'");
    expect(await refusalOf({ args: ["now"] })).toContain("'now'");
  }, 60_000);

  test("a port that another program has", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
    });
    try {
      const refusal = await refusalOf({ port });
      expect(refusal).toStartWith(`millet: PORT: ${port} is in use on 127.0.0.1`);
    } finally {
      other.close();
    }
  }, 60_000);
});

describe("a database that cannot be used is refused in one line", () => {
  let connectionString = "";

  beforeAll(async () => {
    ({ connectionString } = await startEmbeddedPostgres({ dataDir: join(folder, "database") }));
  });

  const refused = (url: string) => refusalOf({ environment: { DATABASE_URL: url, SECRET } });

  test("when nobody listens there", async () => {
    const refusal = await refused("postgres://millet@127.0.0.1:1/millet");
    expect(refusal).toStartWith("millet: DATABASE_URL: the database cannot be used: ");
  }, 60_000);

  test("when it does not exist", async () => {
    const refusal = await refused(connectionString.replace("/millet?", "/nowhere?"));
    expect(refusal).toContain('database "nowhere" does not exist');
  }, 60_000);

  test("when it may forget what it has acknowledged", async () => {
    await query(connectionString, "alter database millet set synchronous_commit = off");
    const refusal = await refused(connectionString);
    expect(refusal).toStartWith(
      "millet: DATABASE_URL: PostgreSQL runs with synchronous_commit=off",
    );
  }, 60_000);
});

test("the sample brand is loaded once unless --empty is said, and each start prints a link that works once", async () => {
  const dataDir = join(folder, "brand");
  let server = await startServer({ dataDir, args: ["--empty"] });
  expect(await countProducts(server.url)).toBe(0);
  expect(await server.stop()).toEqual({ code: 0, signal: null });

  server = await startServer({ dataDir });
  expect(server.stdout()).toContain("Loaded a sample brand with 3 products.");
  expect(await countProducts(server.url)).toBe(3);
  const first = ownerTokenOf(server);
  expect((await useOwnerToken(server, first)).status).toBe(303);
  expect((await useOwnerToken(server, first)).status).toBe(401);
  expect(await server.stop()).toEqual({ code: 0, signal: null });

  server = await server.restart();
  expect(server.stdout()).not.toContain("sample brand");
  expect(await countProducts(server.url)).toBe(3);
  const second = ownerTokenOf(server);
  expect((await useOwnerToken(server, first)).status).toBe(401);
  const uses = await Promise.all([1, 2, 3].map(() => useOwnerToken(server, second)));
  expect(uses.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(uses.filter(({ status }) => status === 401)).toHaveLength(2);
}, 60_000);

test("a start that is killed before it is ready harms no later one", async () => {
  const dataDir = join(folder, "hasty");
  for (let round = 0; round < 3; round += 1) {
    const server = await launchServer({ dataDir });
    await Bun.sleep(150 + Math.random() * 700);
    await server.kill9();
  }
  const server = await startServer({ dataDir });
  expect(await countProducts(server.url)).toBe(3);
  expect(server.stderr()).toBe("");
  expect(await server.stop()).toEqual({ code: 0, signal: null });
}, 60_000);

async function countProducts(url: string): Promise<number> {
  const { body } = await send(`${url}/api/v1/products`);
  return (body["items"] as unknown[]).length;
}
