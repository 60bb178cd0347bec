import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../failures.ts";
import { listOperatorActions } from "../queries/list-operator-actions.ts";
import { auditLogQuerySchema, auditLogSchema } from "../schema.ts";
import { type GuardDeps, requireOperator } from "../sessions/guards.ts";

export function createAuditLogRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const list = createRoute({
    method: "get",
    path: "/",
    tags: ["Accounts"],
    summary: "What operators did, the newest first",
    middleware: requireOperator(deps, "audit:read"),
    request: { query: auditLogQuerySchema },
    responses: {
      200: {
        description: "One page; ask again with `cursor` for the older ones",
        content: { "application/json": { schema: auditLogSchema } },
      },
      ...problemResponses(...guardFailures),
    },
  });
  router.openapi(list, async (context) => {
    const { cursor, limit } = context.req.valid("query");
    const found = await listOperatorActions(deps.platform.database, { before: cursor, limit });
    const last = found.at(-1);
    const nextCursor = found.length < limit || last === undefined ? null : String(last.sequence);
    const actions = found.map((action) => ({ ...action, at: action.at.toISOString() }));
    return context.json({ actions, nextCursor }, 200);
  });
  return router;
}
