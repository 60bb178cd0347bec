import type { MiddlewareHandler } from "hono";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Config } from "../config.ts";
import { clientAddressOf } from "./client-address.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import type { HttpEnv } from "./router.ts";

/** One request in this many gets a log line; failures of the server always get one. */
const LOG_EVERY = 1000;

/** No body of the crowd's routes is longer than this. */
const CROWD_BODY_LIMIT_BYTES = 4096;

/**
 * The short chain of the crowd's routes (claim, now, register, place). The standard chain's id,
 * headers and log line would halve their rate, so these count into plain numbers that the metrics
 * read when asked, and log one request in a thousand.
 * @param name the route's name in metrics and log
 */
export function crowdChain(
  name: string,
  deps: { log: Log; metrics: CrowdMetrics; config: Config },
): MiddlewareHandler<HttpEnv> {
  const counts = deps.metrics.countsOf(name);
  return async (context, next) => {
    if (context.req.raw.body !== null) {
      const length = Number(context.req.raw.headers.get("content-length") ?? Number.NaN);
      if (!(length <= CROWD_BODY_LIMIT_BYTES)) {
        counts.add(413);
        const detail = `The body must come with a Content-Length of at most ${CROWD_BODY_LIMIT_BYTES} bytes.`;
        return problemResponse({ kind: httpFailures.body_too_large, detail });
      }
    }
    await next();
    const { status } = context.res;
    counts.add(status);
    if (status >= 500 || counts.total % LOG_EVERY === 0) {
      const clientAddress = clientAddressOf(
        context.env.server?.requestIP(context.req.raw)?.address,
        context.req.header("x-forwarded-for"),
        deps.config.trustedProxies,
      );
      deps.log.info({ route: name, status, clientAddress, sampledEvery: LOG_EVERY });
    }
    return undefined;
  };
}

/** Plain counters by route and status, collected into one Prometheus counter. */
export interface CrowdMetrics {
  countsOf(route: string): CrowdCounts;
}

export interface CrowdCounts {
  readonly total: number;
  add(status: number): void;
}

export function createCrowdMetrics(metrics: Metrics): CrowdMetrics {
  const routes = new Map<string, Map<number, number>>();
  const gauge = metrics.gauge(
    "crowd_requests_total",
    "Requests on the crowd's routes since the process started, by route and status.",
    ["route", "status"],
  );
  metrics.onCollect(() => {
    for (const [route, byStatus] of routes) {
      for (const [status, count] of byStatus) gauge.set({ route, status }, count);
    }
  });
  return {
    countsOf(route) {
      const byStatus = new Map<number, number>();
      routes.set(route, byStatus);
      let total = 0;
      return {
        get total() {
          return total;
        },
        add(status) {
          total += 1;
          byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
        },
      };
    },
  };
}
