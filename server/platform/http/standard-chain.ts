import type { MiddlewareHandler } from "hono";
import type { Histogram } from "prom-client";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { bodyLimitOf, findBodyProblem, type LargeBodies } from "./body-limit.ts";
import { clientAddressOf } from "./client-address.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import type { HttpEnv } from "./router.ts";

export interface ChainDeps {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly largeBodies?: readonly LargeBodies[];
}

/** Seconds; a claim is answered in milliseconds, a sign-up in tenths of a second. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Headers of every answer; pages add their own policy for content. */
const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "strict-origin-when-cross-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=()"],
];

const DEFAULT_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * What every request passes, except those of the crowd (crowd-chain.ts): request id, the client's
 * address, a limit on time and on the body's size, security headers, one log line, one measurement.
 */
export function standardChain(deps: ChainDeps): MiddlewareHandler<HttpEnv> {
  const latency = deps.metrics.histogram(
    "http_request_seconds",
    "Time from the request's head to the answer's head.",
    LATENCY_BUCKETS,
    ["method", "status"],
  );
  return async (context, next) => {
    const startedAt = performance.now();
    const requestId = newId<"request">();
    const log = deps.log.child({ requestId });
    context.set("requestId", requestId);
    context.set("log", log);
    context.set(
      "clientAddress",
      clientAddressOf(
        context.env.server?.requestIP(context.req.raw)?.address,
        context.req.header("x-forwarded-for"),
        deps.config.trustedProxies,
      ),
    );
    const { method, path } = context.req;
    const limit = bodyLimitOf(method, path, deps.config.bodyLimitBytes, deps.largeBodies ?? []);
    const refusal = refuseBody(context.req.raw, limit, requestId);
    if (refusal !== undefined) context.res = refusal;
    else context.res = (await withinTime(next(), deps.config, requestId)) ?? context.res;
    setHeaders(context.res.headers, requestId, deps.config);
    observe(latency, context.req.method, context.res.status, startedAt);
    log.info({
      method: context.req.method,
      path: context.req.path,
      status: context.res.status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
    });
  };
}

function refuseBody(request: Request, limitBytes: number, requestId: string): Response | undefined {
  const detail = findBodyProblem(request, limitBytes);
  if (detail === undefined) return undefined;
  return problemResponse({ kind: httpFailures.body_too_large, detail }, requestId);
}

async function withinTime(
  work: Promise<void>,
  config: Config,
  requestId: string,
): Promise<Response | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Response>((resolve) => {
    timer = setTimeout(() => {
      const detail = `No answer was ready within ${config.requestTimeoutSeconds} seconds. What you asked for may still happen: look before you repeat it.`;
      resolve(problemResponse({ kind: httpFailures.request_timeout, detail }, requestId));
    }, config.requestTimeoutSeconds * 1000);
  });
  try {
    // Hono's `next` resolves to its own context, whatever its type says.
    return await Promise.race([work.then(() => undefined), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function setHeaders(headers: Headers, requestId: string, config: Config): void {
  headers.set("x-request-id", requestId);
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", DEFAULT_CONTENT_POLICY);
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (config.baseUrl.startsWith("https:")) {
    headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  }
}

function observe(
  latency: Histogram<"method" | "status">,
  method: string,
  status: number,
  startedAt: number,
): void {
  latency.observe({ method, status }, (performance.now() - startedAt) / 1000);
}
