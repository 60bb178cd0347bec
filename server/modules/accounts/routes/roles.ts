import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../failures.ts";
import { may, operatorRoles, permissions } from "../rules/permissions.ts";
import { rolesSchema } from "../schema.ts";
import { type GuardDeps, requireStaff } from "../sessions/guards.ts";

/** `GET /roles`: what each role may do, for everybody who has one. */
export function createRolesRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const list = createRoute({
    method: "get",
    path: "/",
    tags: ["Accounts"],
    summary: "The roles of the staff and what each may do, from the most to the least trusted",
    middleware: requireStaff(deps),
    responses: {
      200: {
        description: "All roles",
        content: { "application/json": { schema: rolesSchema } },
      },
      ...problemResponses(...guardFailures),
    },
  });
  const roles = operatorRoles.map((role) => ({
    role,
    permissions: permissions.filter((permission) => may(role, permission)),
  }));
  router.openapi(list, (context) => context.json({ roles }, 200));
  return router;
}
