import { OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Log } from "../log.ts";
import { httpFailures, problemResponse } from "./problem.ts";

/** What the standard chain puts beside each request. */
export interface RequestVariables {
  requestId: string;
  log: Log;
  /** The client's address, seen through trusted proxies only. */
  clientAddress: string;
}

export interface HttpEnv {
  Variables: RequestVariables;
  Bindings: { server?: Bun.Server<undefined> };
}

export type Router = OpenAPIHono<HttpEnv>;

/** A router whose validation failures are problem documents. A module makes its routes on one. */
export function createRouter(): Router {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result, context) => {
      if (result.success) return undefined;
      return invalidRequest(result.error, result.target, context.get("requestId"));
    },
  });
}

/** The problem document for a request that does not fit its schema. */
export function invalidRequest(
  error: z.core.$ZodError,
  target: string,
  requestId: string | undefined,
): Response {
  const issues = error.issues.map((issue) => ({
    in: target,
    path: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const first = issues[0];
  const where = first === undefined || first.path === "" ? target : `${target} ${first.path}`;
  return problemResponse(
    {
      kind: httpFailures.invalid_request,
      detail: `${where}: ${first?.message ?? "wrong form"}`,
      extra: { issues },
    },
    requestId,
  );
}
