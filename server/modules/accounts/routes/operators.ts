import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { appointOperator } from "../commands/appoint-operator.ts";
import { removeOperator } from "../commands/remove-operator.ts";
import { resetSecondFactor } from "../commands/remove-second-factor.ts";
import { accountFailures, guardFailures } from "../failures.ts";
import { listOperators, type StaffMember } from "../queries/list-operators.ts";
import { appointmentSchema, staffMemberSchema } from "../schema.ts";
import { type GuardDeps, requireOperator } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

export function createOperatorsRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const common = { tags: ["Accounts"], middleware: requireOperator(deps, "staff:manage") };
  const list = createRoute({
    ...common,
    method: "get",
    path: "/",
    summary: "Everybody with a role",
    responses: {
      200: {
        description: "By name",
        content: {
          "application/json": { schema: z.object({ operators: z.array(staffMemberSchema) }) },
        },
      },
      ...problemResponses(...guardFailures),
    },
  });
  const appoint = createRoute({
    ...common,
    method: "post",
    path: "/",
    summary: "Give an account a role, or another role",
    request: {
      body: { required: true, content: { "application/json": { schema: appointmentSchema } } },
    },
    responses: {
      200: {
        description: "Appointed",
        content: { "application/json": { schema: staffMemberSchema } },
      },
      ...problemResponses(
        ...guardFailures,
        accountFailures.fan_not_found,
        accountFailures.email_not_verified,
        accountFailures.last_owner,
      ),
    },
  });
  const remove = createRoute({
    ...common,
    method: "delete",
    path: "/{id}",
    summary: "Take the role from an account; it counts from the next request on",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      204: { description: "Removed" },
      ...problemResponses(
        ...guardFailures,
        accountFailures.operator_not_found,
        accountFailures.last_owner,
      ),
    },
  });

  const reset = createRoute({
    ...common,
    method: "delete",
    path: "/{id}/second-factor",
    summary: "Take a lost second factor from an operator, who sets up another one",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      204: { description: "Removed; none of the operator's sessions is proven any more" },
      ...problemResponses(...guardFailures, accountFailures.operator_not_found),
    },
  });

  router.openapi(list, async (context) => {
    const operators = await listOperators(deps.platform.database);
    return context.json({ operators: operators.map(presentMember) }, 200);
  });
  router.openapi(appoint, async (context) => {
    const { operator, requestId } = context.var;
    const input = context.req.valid("json");
    const appointed = await appointOperator(deps.platform, input, { operator, requestId });
    if (!appointed.ok) return refuse(appointed.failure, requestId);
    return context.json(presentMember(appointed.value), 200);
  });
  router.openapi(remove, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const removed = await removeOperator(deps.platform, id, { operator, requestId });
    return removed.ok ? context.body(null, 204) : refuse(removed.failure, requestId);
  });
  router.openapi(reset, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const done = await resetSecondFactor(deps.platform.database, id, { operator, requestId });
    return done.ok ? context.body(null, 204) : refuse(done.failure, requestId);
  });
  return router;
}

function presentMember(member: StaffMember) {
  return { ...member, appointedAt: member.appointedAt.toISOString() };
}
