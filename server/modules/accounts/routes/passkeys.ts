import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { removePasskey } from "../commands/remove-passkey.ts";
import { renamePasskey } from "../commands/rename-passkey.ts";
import { accountFailures } from "../failures.ts";
import { listPasskeys } from "../queries/list-passkeys.ts";
import { passkeyNameSchema, passkeySchema } from "../schema.ts";
import { type GuardDeps, requireFanNow } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

/** The signed-in fan's passkeys; `/api/v1/auth/passkey/…` adds one and signs in with it. */
export function createPasskeysRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const { database } = deps.platform;
  const common = { tags: ["Accounts"], middleware: requireFanNow(deps) };
  const failures = [
    accountFailures.not_signed_in,
    accountFailures.foreign_origin,
    accountFailures.passkey_not_found,
  ];
  const list = createRoute({
    ...common,
    method: "get",
    path: "/",
    summary: "The fan's passkeys, the oldest first",
    responses: {
      200: jsonAnswer("The passkeys", z.object({ passkeys: z.array(passkeySchema) })),
      ...problemResponses(accountFailures.not_signed_in),
    },
  });
  const rename = createRoute({
    ...common,
    method: "put",
    path: "/{id}",
    summary: "Give a passkey a name",
    request: { params: z.object({ id: z.string() }), body: jsonBody(passkeyNameSchema) },
    responses: {
      204: { description: "Renamed" },
      ...problemResponses(...failures, ...bodyFailures),
    },
  });
  const remove = createRoute({
    ...common,
    method: "delete",
    path: "/{id}",
    summary: "Take a passkey from the account; nobody signs in with it from now on",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      204: { description: "Removed" },
      ...problemResponses(...failures, accountFailures.second_factor_missing),
    },
  });

  router.openapi(list, async (context) => {
    const found = await listPasskeys(database, context.var.fan.fanId);
    const passkeys = found.map((key) => ({ ...key, createdAt: key.createdAt.toISOString() }));
    return context.json({ passkeys }, 200);
  });
  router.openapi(rename, async (context) => {
    const { fan, requestId } = context.var;
    const { id } = context.req.valid("param");
    const { name } = context.req.valid("json");
    const renamed = await renamePasskey(database, { fanId: fan.fanId, id, name });
    return renamed.ok ? context.body(null, 204) : refuse(renamed.failure, requestId);
  });
  router.openapi(remove, async (context) => {
    const { fan, requestId, sessionId } = context.var;
    const { id } = context.req.valid("param");
    const removed = await removePasskey(database, { fanId: fan.fanId, sessionId, id });
    return removed.ok ? context.body(null, 204) : refuse(removed.failure, requestId);
  });
  return router;
}
