import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../failures.ts";
import { listOperatorActions } from "../queries/list-operator-actions.ts";
import { findAuditFilters } from "../queries/find-audit-filters.ts";
import { auditFiltersSchema, auditLogQuerySchema, auditLogSchema } from "../schema.ts";
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
    const { cursor, from, until, ...rest } = context.req.valid("query");
    const { limit } = rest;
    const found = await listOperatorActions(deps.platform.database, {
      ...rest,
      before: cursor,
      from: from === undefined ? undefined : new Date(from),
      until: until === undefined ? undefined : new Date(until),
    });
    const last = found.at(-1);
    const nextCursor = found.length < limit || last === undefined ? null : String(last.sequence);
    const actions = found.map((action) => ({ ...action, at: action.at.toISOString() }));
    return context.json({ actions, nextCursor }, 200);
  });
  const filters = createRoute({
    method: "get",
    path: "/filters",
    tags: ["Accounts"],
    summary: "Who has acted, and which kinds of actions there are",
    middleware: requireOperator(deps, "audit:read"),
    responses: {
      200: {
        description: "For choosing from",
        content: { "application/json": { schema: auditFiltersSchema } },
      },
      ...problemResponses(...guardFailures),
    },
  });
  router.openapi(filters, async (context) =>
    context.json(await findAuditFilters(deps.platform.database), 200),
  );
  return router;
}
