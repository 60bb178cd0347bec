import type { Hono } from "hono";
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { HttpEnv } from "./router.ts";

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, lets requests under way end, and closes the rest after the drain time. */
  drain(): Promise<void>;
}

/** Listens. @throws Error with one clear line if the address is in use. */
export function listen(app: Hono<HttpEnv>, deps: { config: Config; log: Log }): HttpServer {
  const { config } = deps;
  const server = Bun.serve({
    hostname: config.host,
    port: config.port,
    idleTimeout: 120,
    // A little more than any route's own limit: larger bodies are cut off before they are read.
    maxRequestBodySize: config.bodyLimitBytes * 2,
    fetch: (request, server) => app.fetch(request, { server }),
  });
  const port = server.port ?? config.port;
  return {
    url: config.baseUrl.replace(/:0$/, `:${port}`),
    port,
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
