import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { answerError } from "./answer-error.ts";
import { type LargeBodies, largeBodiesOf } from "./body-limit.ts";
import type { CrowdRoute } from "./crowd-chain.ts";
import { addMetricsRoute } from "./metrics-route.ts";
import { httpFailures, problemResponse } from "./problem.ts";
import { addReferencePage } from "./reference-page.ts";
import { createRouter, type Router } from "./router.ts";
import { standardChain } from "./standard-chain.ts";

/** A part of the application's URL space. */
export interface Mount {
  readonly path: string;
  readonly router: Router;
  /** `crowd` mounts bring their own short chain (crowd-chain.ts); others pass the standard one. */
  readonly chain: "standard" | "crowd";
  /** Of a `crowd` mount: the same routes, for the server to find without the application. */
  readonly crowdRoutes?: readonly CrowdRoute[];
  /** Of a `standard` mount: its routes that take more than BODY_LIMIT_BYTES. */
  readonly largeBodies?: readonly LargeBodies[];
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
  app.use("*", standardChain({ ...deps, largeBodies: largeBodiesOf(deps.mounts) }));
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
    const log = context.get("log") ?? deps.log;
    return answerError(error, log, context.req.path, context.get("requestId"));
  });
  return app;
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
  addMetricsRoute(app, deps);
  const description = apiDescription(deps);
  app.doc31("/openapi.json", description);
  addReferencePage(app, () => app.getOpenAPI31Document(description));
}

/** The head of the API's description; routes and schemas come from the mounts. */
export function apiDescription({ config, version }: Pick<AppDeps, "config" | "version">) {
  return {
    openapi: "3.1.0",
    info: {
      title: "Millet",
      version,
      description: "Failures are RFC 9457 problem documents with a stable `code`.",
    },
    servers: [{ url: config.baseUrl }],
  };
}
