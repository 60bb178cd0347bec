import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import type { Platform } from "../../../platform/platform.ts";
import { createApiKey } from "../commands/create-api-key.ts";
import { revokeApiKey } from "../commands/revoke-api-key.ts";
import { accountFailures, guardFailures } from "../failures.ts";
import { type ApiKey, listApiKeys } from "../queries/list-api-keys.ts";
import { apiKeySchema, createdApiKeySchema, newApiKeySchema } from "../schema.ts";
import { type GuardDeps, requireOperator } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

export function createApiKeysRouter(
  deps: GuardDeps & { readonly platform: Pick<Platform, "config" | "clock" | "database"> },
): Router {
  const router = createRouter();
  const common = { tags: ["Accounts"], middleware: requireOperator(deps, "keys:manage") };
  const list = createRoute({
    ...common,
    method: "get",
    path: "/",
    summary: "All API keys, without their tokens",
    responses: {
      200: {
        description: "The newest first",
        content: { "application/json": { schema: z.object({ keys: z.array(apiKeySchema) }) } },
      },
      ...problemResponses(...guardFailures),
    },
  });
  const create = createRoute({
    ...common,
    method: "post",
    path: "/",
    summary: "Make an API key that acts with a role",
    request: {
      body: { required: true, content: { "application/json": { schema: newApiKeySchema } } },
    },
    responses: {
      201: {
        description: "The key, and its token for the only time",
        content: { "application/json": { schema: createdApiKeySchema } },
      },
      ...problemResponses(...guardFailures),
    },
  });
  const revoke = createRoute({
    ...common,
    method: "delete",
    path: "/{id}",
    summary: "Revoke an API key at once",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      204: { description: "Revoked, now or before" },
      ...problemResponses(...guardFailures, accountFailures.api_key_not_found),
    },
  });

  router.openapi(list, async (context) => {
    const keys = await listApiKeys(deps.platform.database);
    return context.json({ keys: keys.map(presentKey) }, 200);
  });
  router.openapi(create, async (context) => {
    const { operator, requestId } = context.var;
    const input = context.req.valid("json");
    const { key, token } = await createApiKey(deps.platform, input, { operator, requestId });
    return context.json({ key: presentKey(key), token }, 201);
  });
  router.openapi(revoke, async (context) => {
    const { operator, requestId } = context.var;
    const { id } = context.req.valid("param");
    const revoked = await revokeApiKey(deps.platform, id, { operator, requestId });
    return revoked.ok ? context.body(null, 204) : refuse(revoked.failure, requestId);
  });
  return router;
}

function presentKey(key: ApiKey) {
  return {
    ...key,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}
