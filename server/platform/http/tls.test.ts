import { afterAll, beforeEach, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { testConfig } from "../../../tests/support/platform.ts";
import { rejectionOf } from "../../../tests/support/rejection.ts";
import { makeSelfSigned } from "../../../tests/support/self-signed.ts";
import { createLog } from "../log.ts";
import { createRouter } from "./router.ts";
import { type HttpServer, listen } from "./server.ts";
import { readTls } from "./tls.ts";

const folder = mkdtempSync(join(tmpdir(), "millet-tls-"));
const files = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
const log = createLog("silent");

afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const name of ["first", "second"]) {
  const { cert, key } = makeSelfSigned(name);
  writeFileSync(join(folder, `${name}.crt`), cert);
  writeFileSync(join(folder, `${name}.key`), key);
}

function use(name: string): void {
  copyFileSync(join(folder, `${name}.crt`), files.certFile);
  copyFileSync(join(folder, `${name}.key`), files.keyFile);
}

beforeEach(() => use("first"));

/** A client whose connection is cut asks again by itself; that is seen here only. */
let slowRequests = 0;

async function start(port: number): Promise<HttpServer> {
  const app = createRouter();
  app.get("/slow", async (context) => {
    slowRequests += 1;
    await Bun.sleep(400);
    return context.text("done");
  });
  app.get("/", (context) => context.text("hello"));
  const config = testConfig({
    HOST: "127.0.0.1",
    PORT: String(port),
    BASE_URL: "",
    TLS_CERT_FILE: files.certFile,
    TLS_KEY_FILE: files.keyFile,
  });
  return listen(app, [], { config, log });
}

/** A free port below those that the system hands out to clients. */
function freePort(): number {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    try {
      const probe = Bun.serve({ port, hostname: "127.0.0.1", fetch: () => new Response() });
      void probe.stop(true);
      return port;
    } catch {
      continue;
    }
  }
}

/** Whose certificate the server shows to a new connection. */
function shownAt(port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const options = { port, host: "127.0.0.1", rejectUnauthorized: false };
  const socket = connect(options, () => {
    resolve(String(socket.getPeerCertificate().subject.CN));
    socket.destroy();
  });
  socket.on("error", reject);
  return promise;
}

const get = (url: string) => fetch(url, { tls: { rejectUnauthorized: false } });

test("the server speaks TLS with the given files, and takes renewed ones without a restart", async () => {
  const port = freePort();
  const server = await start(port);
  try {
    expect(server.url).toBe(`https://127.0.0.1:${port}`);
    expect(await (await get(`${server.url}/`)).text()).toBe("hello");
    expect(await shownAt(port)).toBe("first");
    const slow = get(`${server.url}/slow`);
    await Bun.sleep(50);
    use("second");
    process.emit("SIGHUP");
    for (let round = 0; round < 5; round += 1) expect(await shownAt(port)).toBe("second");
    // What the old listener had begun, it ends.
    expect(await (await slow).text()).toBe("done");
    expect(slowRequests).toBe(1);
  } finally {
    await server.drain();
  }
  expect(await shownAt(port).catch(() => "nobody")).toBe("nobody");
  expect(process.listenerCount("SIGHUP")).toBe(0);
});

test("files that do not fit together leave the certificate in use", async () => {
  const port = freePort();
  const server = await start(port);
  try {
    copyFileSync(join(folder, "second.crt"), files.certFile);
    process.emit("SIGHUP");
    expect(await shownAt(port)).toBe("first");
    copyFileSync(join(folder, "second.key"), files.keyFile);
    process.emit("SIGHUP");
    expect(await shownAt(port)).toBe("second");
  } finally {
    await server.drain();
  }
});

test("a port that another program has is refused, though renewals share it", async () => {
  const port = freePort();
  const server = await start(port);
  try {
    expect(await rejectionOf(start(port))).toContain(`PORT: ${port} is in use`);
  } finally {
    await server.drain();
  }
});

test("files that cannot be used are refused by their setting", () => {
  const refusal = (change: () => void) => {
    use("first");
    change();
    try {
      readTls(files);
      return "taken";
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(refusal(() => undefined)).toBe("taken");
  expect(refusal(() => rmSync(files.certFile))).toStartWith("TLS_CERT_FILE: ");
  expect(refusal(() => rmSync(files.keyFile))).toStartWith("TLS_KEY_FILE: ");
  expect(refusal(() => writeFileSync(files.certFile, "x"))).toContain("holds no certificate");
  expect(refusal(() => writeFileSync(files.keyFile, "x"))).toContain("holds no private key");
  expect(refusal(() => copyFileSync(join(folder, "second.key"), files.keyFile))).toContain(
    "TLS_KEY_FILE: the key is not that of the certificate",
  );
});
