import { readCrowdJson } from "../../platform/http/crowd-body.ts";
import type { Mount } from "../../platform/http/app.ts";
import { addCrowdRoutes, crowdRoute } from "../../platform/http/crowd-chain.ts";
import { createRouter } from "../../platform/http/router.ts";
import type { Platform } from "../../platform/platform.ts";
import { claimBody } from "../../modules/sales/index.ts";

/** As many bytes as a held claim's answer has. */
const CLAIM_ANSWER = JSON.stringify({
  claim: {
    id: "00000000-0000-7000-8000-000000000000",
    saleId: "00000000-0000-7000-8000-000000000000",
    place: 123456,
    state: "held",
    lines: [{ variantId: "00000000-0000-7000-8000-000000000000", quantity: 1 }],
    expiresAt: "2000-01-01T00:00:00.000Z",
  },
  receipt: {
    saleId: "00000000-0000-7000-8000-000000000000",
    sequence: 1234,
    digest: "0".repeat(64),
    signature: "0".repeat(86),
  },
});

/** As many bytes as `now` has for the open sale that the pairs are measured on. */
const NOW_ANSWER = new TextEncoder().encode(
  JSON.stringify({
    saleId: "00000000-0000-7000-8000-000000000000",
    state: "selling",
    serverTime: "2000-01-01T00:00:00.000Z",
    registrationClosesAt: null,
    opensAt: null,
    nextPollSeconds: { least: 1.5, most: 2.5 },
    asOf: { sequence: 1234, at: "2000-01-01T00:00:00.000Z" },
    line: null,
    units: { stock: 160_000, held: 80_000, free: 80_000 },
    variants: [{ variantId: "00000000-0000-7000-8000-000000000000", stock: 160_000, free: 80_000 }],
    claims: { held: 80_000, waiting: 0, perSecond: 20_000 },
    soldOut: false,
    final: false,
  }),
);

/** The headers that `now` has. */
const NOW_HEADERS = new Headers({
  "content-type": "application/json",
  "cache-control": "public, max-age=1",
  etag: 'W/"0123456789abcdef"',
});

/**
 * What the claim and `now` are compared with: handlers that parse the same request and answer as
 * many bytes through the same chain, without pass, lane or log. Only a rehearsal's server has them.
 */
export function baselineMount(platform: Platform): Mount {
  const router = createRouter();
  const { log, config, crowdMetrics: metrics } = platform;
  const deps = { log, config, metrics };
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  const crowdRoutes = [
    crowdRoute(
      "baseline-claims",
      { method: "POST", path: "/:id/baseline-claims" },
      deps,
      async (request) => {
        const body = await readCrowdJson(request, claimBody);
        return body.ok ? new Response(CLAIM_ANSWER, { status: 201, headers }) : body.response;
      },
    ),
    crowdRoute(
      "baseline-now",
      { method: "GET", path: "/:id/baseline-now" },
      deps,
      () => new Response(NOW_ANSWER, { headers: NOW_HEADERS }),
    ),
  ];
  addCrowdRoutes(router, crowdRoutes);
  return { path: "/api/v1/sales", router, chain: "crowd", crowdRoutes };
}
