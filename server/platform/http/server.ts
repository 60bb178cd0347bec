import type { Hono } from "hono";
import { type Config, ConfigError } from "../config.ts";
import { reasonOf, systemCodeOf } from "../database/embedded-postgres-error.ts";
import type { Log } from "../log.ts";
import type { Mount } from "./app.ts";
import type { HttpEnv } from "./router.ts";

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, lets requests under way end, closes the rest after the drain time. */
  drain(): Promise<void>;
}

/** Listens. @throws ConfigError naming HOST or PORT if the address cannot be had. */
export function listen(
  app: Hono<HttpEnv>,
  mounts: readonly Mount[],
  deps: { config: Config; log: Log },
): HttpServer {
  const { config } = deps;
  const server = serve(app, nativeRoutes(mounts), config);
  return {
    url: config.baseUrl,
    port: config.port,
    async drain() {
      const stopped = server.stop(false);
      const late = new Promise<"late">((resolve) => {
        setTimeout(() => resolve("late"), config.drainSeconds * 1000).unref();
      });
      if ((await Promise.race([stopped, late])) === "late") {
        deps.log.warn({ pending: server.pendingRequests }, "closing requests that did not end");
        await server.stop(true);
      }
    },
  };
}

type NativeHandler = (request: Bun.BunRequest, server: Bun.Server<undefined>) => Promise<Response>;

/**
 * The crowd's routes for the server's own router, which is native code. What it does not find goes
 * to the application: everything else, and other methods on the same paths.
 */
function nativeRoutes(mounts: readonly Mount[]): Record<string, Record<string, NativeHandler>> {
  const routes: Record<string, Record<string, NativeHandler>> = {};
  for (const { path, crowdRoutes = [] } of mounts) {
    for (const route of crowdRoutes) {
      const methods = (routes[`${path}${route.path}`] ??= {});
      methods[route.method] = (request, server) =>
        route.answer(request, (request.params as { id: string }).id, server);
    }
  }
  return routes;
}

function serve(
  app: Hono<HttpEnv>,
  routes: Record<string, Record<string, NativeHandler>>,
  config: Config,
): Bun.Server<undefined> {
  try {
    return Bun.serve({
      routes,
      hostname: config.host,
      port: config.port,
      idleTimeout: 120,
      // A little more than any route's own limit: larger bodies are cut off before they are read.
      maxRequestBodySize: config.bodyLimitBytes * 2,
      fetch: (request, server) => app.fetch(request, { server }),
    });
  } catch (error) {
    const { host, port } = config;
    const code = systemCodeOf(error);
    if (code === "EADDRINUSE") {
      throw new ConfigError(`PORT: ${port} is in use on ${host}; stop its program or set another`);
    }
    if (code === "EACCES") throw new ConfigError(`PORT: this account may not listen on ${port}`);
    throw new ConfigError(`HOST: cannot listen on ${host}: ${reasonOf(error)}`);
  }
}
