import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Config } from "../config.ts";
import { answerError } from "./answer-error.ts";
import { findBodyProblem } from "./body-limit.ts";
import { clientAddressOf } from "./client-address.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import type { Router } from "./router.ts";

/**
 * One request in this many gets a log line. Mistakes of the server always get one; a 503 does not,
 * because it is what the whole crowd is told while a lane is busy or away.
 */
const LOG_EVERY = 1000;

/** No body of the crowd's routes is longer than this. */
const CROWD_BODY_LIMIT_BYTES = 4096;

/**
 * What a crowd's route does with a request; `id` is the one parameter of its path. It gets the bare
 * request: a framework's context around it would cost more than most of the work.
 * @param clientAddress worked out when it is asked for; few of the routes do
 */
export type CrowdHandler = (
  request: Request,
  id: string,
  clientAddress: () => string,
) => Response | Promise<Response>;

/** One of the few routes that everybody asks at once. */
export interface CrowdRoute {
  readonly method: "GET" | "POST";
  /** Below its mount, with one parameter: `/:id/claims`. */
  readonly path: `/:id/${string}`;
  /** The handler behind the crowd's chain. */
  readonly answer: (
    request: Request,
    id: string,
    server: Bun.Server<undefined> | undefined,
  ) => Promise<Response>;
}

export interface CrowdDeps {
  readonly log: Log;
  readonly metrics: CrowdMetrics;
  readonly config: Config;
}

/**
 * The short chain of the crowd's routes (claim, now, register, place). The standard chain's id,
 * headers and log line would halve their rate, so these count into plain numbers that the metrics
 * read when asked, and log one request in a thousand.
 * @param name the route's name in metrics and log
 */
export function crowdRoute(
  name: string,
  route: Pick<CrowdRoute, "method" | "path">,
  deps: CrowdDeps,
  handle: CrowdHandler,
): CrowdRoute {
  const counts = deps.metrics.countsOf(name);
  const answer: CrowdRoute["answer"] = async (request, id, server) => {
    let response: Response;
    const clientAddress = () =>
      clientAddressOf(
        server?.requestIP(request)?.address,
        request.headers.get("x-forwarded-for") ?? undefined,
        deps.config.trustedProxies,
      );
    try {
      response = refuseCrowdBody(request) ?? (await handle(request, id, clientAddress));
    } catch (error) {
      response = answerError(error, deps.log, new URL(request.url).pathname, undefined);
    }
    const { status } = response;
    counts.add(status);
    if ((status >= 500 && status !== 503) || counts.total % LOG_EVERY === 0) {
      deps.log.info({
        route: name,
        status,
        clientAddress: clientAddress(),
        sampledEvery: LOG_EVERY,
      });
    }
    return response;
  };
  return { ...route, answer };
}

/** Makes the routes known to the application too, which describes them and is what tests ask. */
export function addCrowdRoutes(router: Router, routes: readonly CrowdRoute[]): void {
  for (const { method, path, answer } of routes) {
    router.on(method, path, (context) =>
      answer(context.req.raw, context.req.param("id") ?? "", context.env.server),
    );
  }
}

function refuseCrowdBody(request: Request): Response | undefined {
  const reason = findBodyProblem(request, CROWD_BODY_LIMIT_BYTES);
  if (reason === undefined) return undefined;
  return problemResponse({ kind: httpFailures.body_too_large, detail: reason });
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
