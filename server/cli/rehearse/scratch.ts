import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { Client } from "pg";
import { connectionSettings } from "../../platform/database/database.ts";
import { removeEmbeddedPostgres } from "../../platform/database/embedded-postgres-removal.ts";
import { startEmbeddedPostgres } from "../../platform/database/embedded-postgres.ts";

/** A database and a folder that exist for one rehearsal. */
export interface Scratch {
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** A master secret that nothing else uses. */
  readonly secret: string;
  readonly port: number;
  readonly notices: readonly string[];
  remove(): Promise<void>;
}

/**
 * Makes a database of its own: on the cluster of DATABASE_URL where one is set, so that the
 * rehearsal tells what that cluster bears; else on an embedded server in a folder of its own.
 */
export async function makeScratch(clusterUrl: string | undefined): Promise<Scratch> {
  const dataDir = mkdtempSync(join(tmpdir(), "millet-rehearsal-"));
  const embedded = clusterUrl === undefined ? await startEmbeddedPostgres({ dataDir }) : undefined;
  const adminUrl = clusterUrl ?? embedded?.connectionString ?? "";
  const name = `millet_rehearsal_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    databaseUrl: url.href,
    dataDir,
    secret: randomBytes(32).toString("base64url"),
    port: await freePort(),
    notices: embedded?.notices ?? [],
    async remove() {
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
      await embedded?.stop();
      await removeEmbeddedPostgres(dataDir);
    },
  };
}

/** @param statement one that names only what this file made up */
async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new Client(connectionSettings(url));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
