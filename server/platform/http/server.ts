import type { Hono } from "hono";
import { type Config, ConfigError } from "../config.ts";
import { reasonOf, systemCodeOf } from "../database/embedded-postgres-error.ts";
import type { Log } from "../log.ts";
import type { Mount } from "./app.ts";
import { largeBodiesOf } from "./body-limit.ts";
import type { HttpEnv } from "./router.ts";
import { readTls, type TlsMaterial, watchTls } from "./tls.ts";

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
  const { log } = deps;
  const largest = largeBodiesOf(mounts).map(({ limitBytes }) => limitBytes);
  const bodyLimitBytes = Math.max(deps.config.bodyLimitBytes, ...largest);
  const config: Config = { ...deps.config, bodyLimitBytes };
  const routes = nativeRoutes(mounts);
  if (config.tls === undefined) {
    const server = serve(app, routes, config);
    return { url: config.baseUrl, port: config.port, drain: () => drainAll([server], deps) };
  }
  const tls = readTls(config.tls);
  // Sharing a port would hide that another program has it: only the first look is without.
  void serve(app, routes, config, { ...tls, shared: false }).stop(true);
  // Bun takes a new certificate on a new listener only. Both listen on the port for a moment, and
  // the old one ends its connections in its own time.
  const servers = [serve(app, routes, config, { ...tls, shared: true })];
  const unwatch = watchTls(config.tls, tls, log, (renewed) => {
    const old = servers.at(-1);
    servers.push(serve(app, routes, config, { ...renewed, shared: true }));
    void old?.stop(false).then(() => servers.splice(servers.indexOf(old), 1));
  });
  return {
    url: config.baseUrl,
    port: config.port,
    drain() {
      unwatch();
      return drainAll([...servers], deps);
    },
  };
}

async function drainAll(
  servers: readonly Bun.Server<undefined>[],
  { config, log }: { config: Config; log: Log },
): Promise<void> {
  const stopped = Promise.all(servers.map((server) => server.stop(false)));
  const late = new Promise<"late">((resolve) => {
    setTimeout(() => resolve("late"), config.drainSeconds * 1000).unref();
  });
  if ((await Promise.race([stopped, late])) !== "late") return;
  const pending = servers.reduce((sum, { pendingRequests }) => sum + pendingRequests, 0);
  log.warn({ pending }, "closing requests that did not end");
  await Promise.all(servers.map((server) => server.stop(true)));
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
  tls?: TlsMaterial & { readonly shared: boolean },
): Bun.Server<undefined> {
  try {
    return Bun.serve({
      ...(tls === undefined ? {} : { tls: { cert: tls.cert, key: tls.key } }),
      reusePort: tls?.shared === true,
      routes,
      hostname: config.host,
      port: config.port,
      idleTimeout: 120,
      // A little more than the largest limit of any route: what is larger is cut off unread.
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
