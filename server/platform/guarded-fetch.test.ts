import { afterAll, describe, expect, test } from "bun:test";
import { createGuardedFetch, type GuardedFetch } from "./guarded-fetch.ts";

// A certificate for beacon.test, valid until 2126, and its key; trusted by nobody but these tests.
const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUZNkz1r/l7eUuV4KIBs565JE27sYwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLYmVhY29uLnRlc3QwIBcNMjYxMTIxMjA0NTMwWhgPMjEyNjEw
MjgyMDQ1MzBaMBYxFDASBgNVBAMMC2JlYWNvbi50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEoN0UKiIzi8rNPuneJeI0g5GBSgIVPOmxQap5JBx6PM+ugxGQ
eBE+asgOFenhm9Mx4yLWzPjDX9jOU7/n7AsoRKNrMGkwHQYDVR0OBBYEFHw5j3cM
akmJH2VZ4/muVMEfm2rTMB8GA1UdIwQYMBaAFHw5j3cMakmJH2VZ4/muVMEfm2rT
MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILYmVhY29uLnRlc3QwCgYIKoZI
zj0EAwIDSAAwRQIhANhEvSV4hMbIQVnkDvwP2WiJHlhbjiBTcKzVt/UdO1VhAiAI
ZgMT8aPEbmhpL3sqskyVvPDuu35W/Jhqd7nQ+rcCIg==
-----END CERTIFICATE-----`;
const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF+tEKx376OgSoKqV
66pBrHVGJbuBh4yXyDkD+XcLv9ihRANCAASg3RQqIjOLys0+6d4l4jSDkYFKAhU8
6bFBqnkkHHo8z66DEZB4ET5qyA4V6eGb0zHjItbM+MNf2M5Tv+fsCyhE
-----END PRIVATE KEY-----`;

const requests: { readonly headers: Headers }[] = [];
let endlessBodyWasCancelled = Promise.withResolvers<void>();

async function answer(request: Request): Promise<Response> {
  // Bun forgets a request's headers once it is answered.
  requests.push({ headers: new Headers(request.headers) });
  switch (new URL(request.url).pathname) {
    case "/echo":
      return new Response(`${request.method} ${await request.text()}`);
    case "/redirect":
      return new Response(null, { status: 302, headers: { location: "/echo" } });
    case "/compressed":
      return new Response(Bun.gzipSync(new Uint8Array(1_000_000)), {
        headers: { "content-encoding": "gzip" },
      });
    case "/slow":
      await Bun.sleep(2000);
      return new Response("late");
    case "/slow-body":
      return new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }),
      );
    case "/endless":
      return new Response(
        new ReadableStream({
          async pull(controller) {
            await Bun.sleep(1);
            controller.enqueue(new Uint8Array(1000));
          },
          cancel: () => endlessBodyWasCancelled.resolve(),
        }),
      );
    default:
      return new Response("nothing here", { status: 404 });
  }
}

const plain = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
const secure = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  tls: { cert: certificate, key: certificateKey },
  fetch: answer,
});
afterAll(() => Promise.all([plain.stop(true), secure.stop(true)]));

/** The guard, but for a name server of ours and for loopback, where the tests' servers stand. */
const allowing: GuardedFetch = createGuardedFetch({
  isAllowed: (address) => address.startsWith("127."),
  resolveHost: async () => ["127.0.0.1"],
  ca: certificate,
});

async function codeOf(outcome: ReturnType<GuardedFetch>): Promise<string> {
  const result = await outcome;
  return result.ok ? `status ${result.value.status}` : result.failure.kind.code;
}

describe("without a special allowance", () => {
  const guarded = createGuardedFetch({ resolveHost: async () => ["127.0.0.1"] });

  test.each([
    ["an address of this machine", `http://127.0.0.1:${plain.port}/echo`],
    ["its hexadecimal spelling", `http://0x7f.1:${plain.port}/echo`],
    ["its decimal spelling", `http://2130706433:${plain.port}/echo`],
    ["its IPv6 spelling", `http://[::ffff:127.0.0.1]:${plain.port}/echo`],
    ["a name that resolves to it", `http://rebound.example:${plain.port}/echo`],
    ["another protocol", "ftp://8.8.8.8/"],
    ["a file", "file:///etc/passwd"],
    ["a password in the URL", "https://name:password@8.8.8.8/"],
    ["no URL", "beacon"],
  ])("%s is refused before anything is sent", async (_, url) => {
    requests.length = 0;
    expect(await codeOf(guarded(url))).toBe("outgoing_url_refused");
    expect(requests).toBeEmpty();
  });

  test("a name is refused if one of several addresses leads inwards", async () => {
    const mixed = createGuardedFetch({ resolveHost: async () => ["8.8.8.8", "10.0.0.1"] });
    expect(await codeOf(mixed("http://mixed.example/"))).toBe("outgoing_url_refused");
  });

  test("this machine's own resolver is asked for a name", async () => {
    const url = `http://localhost:${plain.port}/echo`;
    expect(await codeOf(createGuardedFetch()(url))).toBe("outgoing_url_refused");
  });
});

describe("a name is resolved once", () => {
  test("and a second, different answer of the name server changes nothing", async () => {
    const answers = [["127.0.0.1"], ["127.0.0.9"]];
    let questions = 0;
    const rebinding = createGuardedFetch({
      isAllowed: (address) => address === "127.0.0.1",
      resolveHost: async () => answers[questions++] ?? [],
    });
    requests.length = 0;
    const url = `http://rebound.example:${plain.port}/echo`;
    expect(await codeOf(rebinding(url))).toBe("status 200");
    expect(questions).toBe(1);
    expect(requests[0]?.headers.get("host")).toBe(`rebound.example:${plain.port}`);
  });

  test("and the next address is tried where the first refuses the connection", async () => {
    const second = createGuardedFetch({
      isAllowed: () => true,
      resolveHost: async () => ["::1", "127.0.0.1"],
    });
    expect(await codeOf(second(`http://two.example:${plain.port}/echo`))).toBe("status 200");
  });
});

describe("TLS to a checked address", () => {
  test("verifies the certificate against the name in the URL", async () => {
    expect(await codeOf(allowing(`https://beacon.test:${secure.port}/echo`))).toBe("status 200");
  });

  test("refuses a certificate for another name", async () => {
    const url = `https://other.test:${secure.port}/echo`;
    expect(await codeOf(allowing(url))).toBe("outgoing_unreachable");
  });

  test("refuses a certificate that no trusted authority signed", async () => {
    const untrusting = createGuardedFetch({
      isAllowed: () => true,
      resolveHost: async () => ["127.0.0.1"],
    });
    const url = `https://beacon.test:${secure.port}/echo`;
    expect(await codeOf(untrusting(url))).toBe("outgoing_unreachable");
  });
});

describe("an answer", () => {
  const at = (path: string) => `http://local.test:${plain.port}${path}`;

  test("comes with status, headers and body, and the request's own parts are sent", async () => {
    requests.length = 0;
    const result = await allowing(at("/echo"), {
      method: "POST",
      headers: { "x-note": "hello", host: "forged.example" },
      body: "text",
    });
    if (!result.ok) throw new Error(result.failure.detail);
    expect(result.value.status).toBe(200);
    expect(result.value.headers.get("content-length")).toBe("9");
    expect(new TextDecoder().decode(result.value.body)).toBe("POST text");
    expect(requests[0]?.headers.get("x-note")).toBe("hello");
    expect(requests[0]?.headers.get("host")).toBe(`local.test:${plain.port}`);
  });

  test("that redirects is refused and not followed", async () => {
    requests.length = 0;
    expect(await codeOf(allowing(at("/redirect")))).toBe("outgoing_redirect_refused");
    expect(requests).toHaveLength(1);
  });

  test("larger than the limit is refused, and its connection is closed", async () => {
    endlessBodyWasCancelled = Promise.withResolvers();
    const outcome = allowing(at("/endless"), { bodyLimitBytes: 5000 });
    expect(await codeOf(outcome)).toBe("outgoing_body_too_large");
    await endlessBodyWasCancelled.promise;
  });

  test("as large as the limit is taken", async () => {
    const limited = (bodyLimitBytes: number) => codeOf(allowing(at("/echo"), { bodyLimitBytes }));
    expect(await limited(4)).toBe("status 200");
    expect(await limited(3)).toBe("outgoing_body_too_large");
  });

  test("that is compressed, although it was not asked for so, is not unpacked", async () => {
    const result = await allowing(at("/compressed"), { bodyLimitBytes: 5000 });
    expect(result.ok && result.value.body.length < 5000).toBe(true);
  });

  test.each(["/slow", "/slow-body"])("that is late is not waited for (%s)", async (path) => {
    expect(await codeOf(allowing(at(path), { timeoutMs: 100 }))).toBe("outgoing_timeout");
  });

  test("of a name server that is late is not waited for", async () => {
    const waiting = createGuardedFetch({ resolveHost: () => Promise.withResolvers<[]>().promise });
    const outcome = waiting("http://slow.example/", { timeoutMs: 100 });
    expect(await codeOf(outcome)).toBe("outgoing_timeout");
  });
});

test("a server that is down and a name that does not exist are unreachable", async () => {
  const unreachable = "outgoing_unreachable";
  expect(await codeOf(allowing("http://down.test:1/"))).toBe(unreachable);
  const noSuchName = createGuardedFetch({
    resolveHost: () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
  });
  expect(await codeOf(noSuchName("http://nowhere.example/"))).toBe(unreachable);
});

test("a proxy from the environment is not used", async () => {
  const before = process.env["http_proxy"];
  process.env["http_proxy"] = "http://127.0.0.1:1";
  try {
    expect(await codeOf(allowing(`http://local.test:${plain.port}/echo`))).toBe("status 200");
  } finally {
    if (before === undefined) delete process.env["http_proxy"];
    else process.env["http_proxy"] = before;
  }
});
