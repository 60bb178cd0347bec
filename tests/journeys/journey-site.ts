import { afterAll } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningMillet, startMillet } from "../../server/main.ts";
import { cliOperator } from "../../server/modules/accounts/index.ts";
import { readConfig } from "../../server/platform/config.ts";
import { buildWebApp } from "../../web/build.ts";
import { testDatabase } from "../support/database.ts";
import { findFreePort } from "../support/server-process.ts";

/** A whole server that browsers reach, and what operators ask of it by API. */
export interface JourneySite {
  readonly url: string;
  readonly millet: RunningMillet;
  /** An operator's request to the API. @throws Error with the problem document if it is refused */
  operate(method: string, path: string, body?: unknown): Promise<Operated>;
}

export type Operated = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * A server of its own for one test file, in this process, with everything that runs in the
 * background. Call it at the top level of the file.
 */
export async function startJourneySite(): Promise<JourneySite> {
  const running: RunningMillet[] = [];
  const dataDir = mkdtempSync(join(tmpdir(), "millet-journey-"));
  // Before the database's own hook, which drops what the server still uses.
  afterAll(async () => {
    for (const millet of running) await millet.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const database = await testDatabase();
  await buildWebApp({ ifStale: true });
  const site = await openSite({
    DATABASE_URL: database.connectionString,
    SECRET: "a secret of 32 characters or more, for journeys",
    DATA_DIR: dataDir,
  });
  running.push(site.millet);
  return site;
}

/**
 * A server in this process. Browsers call it `localhost`: passkeys want a name, and count it as
 * safe without TLS.
 */
export async function openSite(
  environment: Readonly<Record<string, string>>,
): Promise<JourneySite> {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const millet = await startMillet(
    readConfig({
      HOST: "127.0.0.1",
      PORT: String(port),
      BASE_URL: url,
      LOG_LEVEL: "error",
      DRAIN_SECONDS: "1",
      // Each visitor names an address of its own.
      TRUSTED_PROXIES: "127.0.0.1",
      // No sale of a journey has a beacon; nothing may be asked outside this machine.
      BEACON_URLS: "http://127.0.0.1:9",
      ...environment,
    }),
  );
  const key = await millet.accounts.createApiKey(
    { name: "owner", role: "owner" },
    { operator: cliOperator },
  );
  const operate: JourneySite["operate"] = async (method, path, body) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? { id: "" } : (JSON.parse(text) as Operated);
  };
  return { url, millet, operate };
}
