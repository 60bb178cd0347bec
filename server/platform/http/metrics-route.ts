import { createHash, timingSafeEqual } from "node:crypto";
import type { Config } from "../config.ts";
import type { Metrics } from "../metrics.ts";
import { isLoopback } from "./client-address.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import type { Router } from "./router.ts";

export interface MetricsRouteDeps {
  readonly config: Pick<Config, "metricsToken">;
  readonly metrics: Metrics;
}

/** Whoever sends one of these stands before us for somebody else. */
const FORWARDING_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

/**
 * `GET /metrics`: for who has METRICS_TOKEN; without that setting, for programs on this machine
 * that ask directly. A proxy on this machine is not taken for one of them.
 */
export function addMetricsRoute(app: Router, { config, metrics }: MetricsRouteDeps): void {
  app.get("/metrics", async (context) => {
    const { headers } = context.req.raw;
    const requestId = context.get("requestId");
    if (config.metricsToken !== undefined) {
      if (!isBearer(headers.get("authorization"), config.metricsToken)) {
        const detail = "Send the METRICS_TOKEN of this server as a bearer token.";
        const refusal = problemResponse(
          { kind: httpFailures.metrics_token_wrong, detail },
          requestId,
        );
        refusal.headers.set("www-authenticate", 'Bearer realm="metrics"');
        return refusal;
      }
    } else {
      const peer = context.env.server?.requestIP(context.req.raw)?.address;
      if (!isLoopback(peer) || FORWARDING_HEADERS.some((name) => headers.has(name))) {
        const detail = "Without the setting METRICS_TOKEN only this machine itself may ask.";
        return problemResponse({ kind: httpFailures.metrics_not_open, detail }, requestId);
      }
    }
    const text = await metrics.collect();
    return new Response(text, { headers: { "content-type": metrics.registry.contentType } });
  });
}

/** Digests have one length, so that the comparison tells neither where nor how far they differ. */
function isBearer(header: string | null, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? "")?.[1];
  if (given === undefined) return false;
  return timingSafeEqual(digestOf(given), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
