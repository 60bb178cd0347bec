import { afterAll, describe, expect, test } from "bun:test";
import type { Clock } from "../../../platform/clock.ts";
import { createGuardedFetch } from "../../../platform/guarded-fetch.ts";
import { quicknet, roundTimeMs } from "../rules/beacon.ts";
import { createBeaconClient } from "./beacon-client.ts";
import { quicknetRound1000, quicknetRound657413 } from "./recorded-rounds.ts";

const good = quicknetRound1000;
const path = `/${quicknet.hash}/public/1000`;

/**
 * What the relay at /<name>/ answers; it is addressed as one of several relays by its base path.
 */
const relays: Readonly<Record<string, () => Response | Promise<Response>>> = {
  good: () => Response.json(good),
  "with-more": () => Response.json({ ...good, previous_signature: "" }),
  "wrong-signature": () => Response.json({ ...good, signature: quicknetRound657413.signature }),
  "both-of-another-round": () => Response.json({ ...quicknetRound657413, round: 1000 }),
  "changed-randomness": () =>
    Response.json({ ...good, randomness: quicknetRound657413.randomness }),
  "wrong-number": () => Response.json(quicknetRound657413),
  "giant-body": () => Response.json({ ...good, padding: "x".repeat(5000) }),
  redirect: () => new Response(null, { status: 302, headers: { location: `/good${path}` } }),
  slow: () => Promise.withResolvers<Response>().promise,
  malformed: () => new Response('{"round":1000,'),
  "not-utf8": () => new Response(new Uint8Array([0x22, 0xff, 0x22])),
  "not-an-object": () => Response.json([1000]),
  "round-as-text": () => Response.json({ ...good, round: "1000" }),
  "no-signature": () => Response.json({ round: 1000, randomness: good.randomness }),
  "server-error": () => Response.json(good, { status: 500 }),
  "not-found": () => new Response("not found", { status: 404 }),
  "too-early": () => new Response("too early", { status: 425 }),
};

let asked: string[] = [];
const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch(request) {
    const [, relay = "", ...rest] = new URL(request.url).pathname.split("/");
    asked.push(relay);
    const respond = `/${rest.join("/")}` === path ? relays[relay] : undefined;
    return respond?.() ?? new Response("wrong path", { status: 400 });
  },
});
afterAll(() => server.stop(true));

const relayUrl = (name: string) =>
  name === "down" ? "http://127.0.0.1:1" : `http://127.0.0.1:${server.port}/${name}`;
const clockAt = (ms: number): Clock => ({ wallMs: () => ms, monotonicMs: () => ms });
const dueMs = roundTimeMs(quicknet, 1000);

async function findRound(names: readonly string[], clock = clockAt(dueMs + 60_000)) {
  asked = [];
  const client = createBeaconClient({
    urls: names.map(relayUrl),
    fetch: createGuardedFetch({ isAllowed: (address) => address === "127.0.0.1" }),
    clock,
    timeoutMs: names.includes("slow") ? 400 : 5000,
  });
  const result = await client.findRound(quicknet, 1000);
  return result.ok
    ? { found: result.value }
    : { code: result.failure.kind.code, ...result.failure, kind: undefined };
}

test("a good round is found and holds nothing but its three parts", async () => {
  expect(await findRound(["good"])).toEqual({ found: good });
  expect(await findRound(["with-more"])).toEqual({ found: good });
});

describe("a round is not taken from a relay", () => {
  test.each([
    ["wrong-signature", "sent a round that the chain did not sign"],
    ["both-of-another-round", "sent a round that the chain did not sign"],
    ["changed-randomness", "sent a round that the chain did not sign"],
    ["wrong-number", "sent another round"],
    ["giant-body", "sent more than 4096 bytes"],
    ["redirect", "answered with a redirect"],
    ["slow", "gave no whole answer within 400 ms"],
    ["malformed", "sent no beacon round"],
    ["not-utf8", "sent no beacon round"],
    ["not-an-object", "sent no beacon round"],
    ["round-as-text", "sent no beacon round"],
    ["no-signature", "sent no beacon round"],
    ["server-error", "answered with status 500"],
    ["down", "cannot be reached (ECONNREFUSED)"],
  ])("%s, and the reason is named", async (name, reason) => {
    const host = new URL(relayUrl(name)).host;
    expect(await findRound([name])).toEqual({
      code: "beacon_unavailable",
      kind: undefined,
      detail: `Round 1000 of quicknet: ${host} ${reason}`,
      retryAfterSeconds: 10,
    });
  });

  test.each(Object.keys(relays).filter((name) => !["good", "with-more"].includes(name)))(
    "%s, but the next relay's good answer is taken",
    async (name) => {
      expect(await findRound([name, "good"])).toEqual({ found: good });
      expect(asked).toEqual([name, "good"]);
    },
  );

  test("that is down, but the next relay's good answer is taken", async () => {
    expect(await findRound(["down", "good"])).toEqual({ found: good });
  });

  test("that stands on a private address", async () => {
    const client = createBeaconClient({ urls: [relayUrl("good")], fetch: createGuardedFetch() });
    asked = [];
    const result = await client.findRound(quicknet, 1000);
    expect(result.ok ? "found" : result.failure.kind.code).toBe("beacon_unavailable");
    expect(asked).toBeEmpty();
  });
});

test("the first relay that gives the round is the last one asked", async () => {
  await findRound(["good", "wrong-number"]);
  expect(asked).toEqual(["good"]);
});

describe("a round is not there yet", () => {
  test.each(["not-found", "too-early"])("when a relay says so (%s)", async (name) => {
    const outcome = await findRound(["down", name]);
    expect(outcome).toMatchObject({ code: "beacon_round_not_yet", retryAfterSeconds: 3 });
    expect(outcome).toHaveProperty("detail", expect.stringContaining("no such round yet"));
  });

  test("when its time has not come, whatever the relays answer", async () => {
    const outcome = await findRound(["server-error"], clockAt(dueMs - 9500));
    expect(outcome).toMatchObject({ code: "beacon_round_not_yet", retryAfterSeconds: 10 });
  });

  test("but a genuine round is taken even if our clock says that it is early", async () => {
    expect(await findRound(["good"], clockAt(dueMs - 9500))).toEqual({ found: good });
  });
});
