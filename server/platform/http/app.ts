import { HTTPException } from "hono/http-exception";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import { addReferencePage } from "./reference-page.ts";
import { createRouter, type Router } from "./router.ts";
import { standardChain } from "./standard-chain.ts";

/** A part of the application's URL space. */
export interface Mount {
  readonly path: string;
  readonly router: Router;
  /** `crowd` mounts bring their own short chain (crowd-chain.ts); all others pass the standard one. */
  readonly chain: "standard" | "crowd";
}

export interface AppDeps {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly mounts: readonly Mount[];
  /** Why the server should get no traffic now; undefined when it is ready. */
  readonly unready: () => Promise<string | undefined>;
  readonly version: string;
}

/** Puts the modules' routes, the API description, health and metrics into one application. */
export function createApp(deps: AppDeps): Router {
  const app = createRouter();
  for (const { path, router, chain } of deps.mounts) {
    if (chain === "crowd") app.route(path, router);
  }
  app.use("*", standardChain(deps));
  for (const { path, router, chain } of deps.mounts) {
    if (chain === "standard") app.route(path, router);
  }
  addSystemRoutes(app, deps);
  app.notFound((context) =>
    problemResponse(
      {
        kind: httpFailures.not_found,
        detail: `${context.req.method} ${context.req.path} leads nowhere.`,
      },
      context.get("requestId"),
    ),
  );
  app.onError((error, context) => {
    const requestId = context.get("requestId");
    if (error instanceof HTTPException) return httpExceptionResponse(error, requestId);
    (context.get("log") ?? deps.log).error(
      { err: error, path: context.req.path },
      "unexpected error",
    );
    const detail = "The error was recorded. Nothing more is known about what was done.";
    return problemResponse({ kind: httpFailures.internal_error, detail }, requestId);
  });
  return app;
}

/** Hono and its validators throw these for bodies that they cannot read. */
function httpExceptionResponse(error: HTTPException, requestId: string | undefined): Response {
  if (error.status === 400) {
    const detail = "The body could not be read as JSON.";
    return problemResponse({ kind: httpFailures.malformed_json, detail }, requestId);
  }
  if (error.status === 413) {
    return problemResponse({ kind: httpFailures.body_too_large, detail: error.message }, requestId);
  }
  if (error.status === 415) {
    const detail = "Send the body with Content-Type: application/json.";
    return problemResponse({ kind: httpFailures.unsupported_media_type, detail }, requestId);
  }
  throw error;
}

function addSystemRoutes(app: Router, deps: AppDeps): void {
  app.get("/healthz", (context) => context.json({ status: "ok" }));
  app.get("/readyz", async (context) => {
    const reason = await deps.unready();
    if (reason === undefined) return context.json({ status: "ready" });
    return problemResponse(
      { kind: httpFailures.unavailable, detail: reason, retryAfterSeconds: 1 },
      context.get("requestId"),
    );
  });
  app.get("/metrics", async () => {
    const text = await deps.metrics.collect();
    return new Response(text, { headers: { "content-type": deps.metrics.registry.contentType } });
  });
  const description = {
    openapi: "3.1.0",
    info: {
      title: "Millet",
      version: deps.version,
      description: "Failures are RFC 9457 problem documents with a stable `code`.",
    },
    servers: [{ url: deps.config.baseUrl }],
  };
  app.doc31("/openapi.json", description);
  addReferencePage(app, () => app.getOpenAPI31Document(description));
}
