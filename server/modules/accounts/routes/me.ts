import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { accountFailures } from "../failures.ts";
import { may, permissions } from "../rules/permissions.ts";
import { meSchema } from "../schema.ts";
import { addCookies, type GuardDeps, identifySender } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

const me = createRoute({
  method: "get",
  path: "/",
  tags: ["Accounts"],
  summary: "Who sends this request: a fan, an operator, or both",
  responses: {
    200: { description: "The sender", content: { "application/json": { schema: meSchema } } },
    ...problemResponses(
      accountFailures.not_signed_in,
      accountFailures.api_key_invalid,
      accountFailures.api_key_revoked,
      accountFailures.api_key_expired,
    ),
  },
});

export function createMeRouter(deps: GuardDeps): Router {
  const router = createRouter();
  router.openapi(me, async (context) => {
    const sender = await identifySender(deps, context.req.raw);
    if (!sender.ok) return refuse(sender.failure, context.get("requestId"));
    const { fan, operator, isSecondFactorMissing, setCookie } = sender.value;
    const body = {
      fan: fan === undefined ? null : { id: fan.fanId, name: fan.name, email: fan.email },
      operator:
        operator === undefined
          ? null
          : {
              id: operator.id,
              kind: operator.kind ?? "person",
              name: operator.name,
              role: operator.role,
              isSecondFactorMissing,
              permissions: isSecondFactorMissing
                ? []
                : permissions.filter((permission) => may(operator.role, permission)),
            },
    };
    const response = context.json(body, 200);
    addCookies(response, setCookie);
    return response;
  });
  return router;
}
