import { z } from "zod";
import { systemClock, type Clock } from "../../../platform/clock.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { GuardedFetch } from "../../../platform/guarded-fetch.ts";
import { roundTimeMs, type BeaconChain, type BeaconRound } from "../rules/beacon.ts";
import { beaconFailures } from "./failures.ts";
import { verifyBeacon } from "./verify-beacon.ts";

export interface BeaconClient {
  /**
   * That round of that chain, verified against the pinned key, and never another one.
   * Failures: `beacon_round_not_yet` (ask again after `retryAfterSeconds`) and
   * `beacon_unavailable`.
   */
  findRound(chain: BeaconChain, round: number): Promise<Result<BeaconRound>>;
}

export interface BeaconClientOptions {
  /** Base URLs of drand HTTP relays, asked in this order. */
  readonly urls: readonly string[];
  readonly fetch: GuardedFetch;
  readonly clock?: Clock;
  /** How long each relay may take. */
  readonly timeoutMs?: number;
}

const bodyLimitBytes = 4096;
const unavailableRetrySeconds = 10;

const roundSchema = z.object({
  round: z.number().int().positive(),
  randomness: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{96}$/),
});

/** Reads rounds from relays of the drand HTTP API, version 1, none of which is trusted. */
export function createBeaconClient(options: BeaconClientOptions): BeaconClient {
  const { urls, fetch, clock = systemClock, timeoutMs = 5000 } = options;
  return {
    async findRound(chain, round) {
      const answers: string[] = [];
      let isNotYet = false;
      for (const url of urls) {
        const answer = await askRelay(fetch, url, chain, round, timeoutMs);
        if (answer.kind === "found") return ok(answer.beacon);
        isNotYet ||= answer.kind === "not yet";
        answers.push(answer.reason);
      }
      const detail = `Round ${round} of ${chain.name}: ${answers.join("; ")}`;
      const waitMs = roundTimeMs(chain, round) - clock.wallMs();
      if (!isNotYet && waitMs <= 0) {
        return fail(beaconFailures.beacon_unavailable, detail, {
          retryAfterSeconds: unavailableRetrySeconds,
        });
      }
      const retryAfterSeconds = Math.max(chain.periodSeconds, Math.ceil(waitMs / 1000));
      return fail(beaconFailures.beacon_round_not_yet, detail, { retryAfterSeconds });
    },
  };
}

type RelayAnswer =
  | { readonly kind: "found"; readonly beacon: BeaconRound }
  | { readonly kind: "not yet" | "useless"; readonly reason: string };

async function askRelay(
  fetch: GuardedFetch,
  url: string,
  chain: BeaconChain,
  round: number,
  timeoutMs: number,
): Promise<RelayAnswer> {
  const address = `${url.replace(/\/+$/, "")}/${chain.hash}/public/${round}`;
  const response = await fetch(address, { timeoutMs, bodyLimitBytes });
  if (!response.ok) return { kind: "useless", reason: response.failure.detail };
  const { status, body } = response.value;
  const { host } = new URL(url);
  if (status === 404 || status === 425) {
    return { kind: "not yet", reason: `${host} has no such round yet (status ${status})` };
  }
  if (status !== 200) return { kind: "useless", reason: `${host} answered with status ${status}` };
  const parsed = roundSchema.safeParse(parseJson(body));
  if (!parsed.success) return { kind: "useless", reason: `${host} sent no beacon round` };
  if (parsed.data.round !== round) return { kind: "useless", reason: `${host} sent another round` };
  if (!verifyBeacon(chain, parsed.data)) {
    return { kind: "useless", reason: `${host} sent a round that the chain did not sign` };
  }
  return { kind: "found", beacon: parsed.data };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // Malformed text is one of the ways of not being a round; the schema refuses `undefined`.
    return undefined;
  }
}
