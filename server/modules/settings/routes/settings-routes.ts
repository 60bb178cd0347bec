import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  jsonAnswer,
  jsonBody,
  rawAnswer,
  refuse,
} from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { guardFailures, type Accounts } from "../../accounts/index.ts";
import { changeSettings } from "../commands/change-settings.ts";
import { settingsFailures } from "../failures.ts";
import { findSettings } from "../queries/find-settings.ts";
import { presentSettings, settingsChangeSchema, settingsSchema } from "../schema.ts";
import type { SettingsDeps } from "../store.ts";

/** `/api/v1/settings`. */
export function createSettingsRouter(deps: SettingsDeps, accounts: Accounts): Router {
  const router = createRouter();
  const tags = ["Settings"];
  const read = createRoute({
    tags,
    method: "get",
    path: "/",
    summary: "How the site is called, how it looks, and what it offers",
    responses: {
      200: jsonAnswer("The settings, for everybody", settingsSchema),
      304: { description: "The client has the newest version already" },
    },
  });
  const change = createRoute({
    tags,
    method: "put",
    path: "/",
    summary: "Set all of it but the logo",
    middleware: accounts.requireOperator("settings:write"),
    request: { body: jsonBody(settingsChangeSchema) },
    responses: {
      200: jsonAnswer("The settings as they are now", settingsSchema),
      ...problemResponses(...bodyFailures, ...guardFailures, settingsFailures.version_conflict),
    },
  });

  router.openapi(read, async (context) => {
    const settings = await findSettings(deps.platform);
    // The name of a server that nobody has set a name on may change with a restart.
    const etag = `"${settings.version}-${Bun.hash(settings.name).toString(36)}"`;
    const headers = { etag, "cache-control": "public, no-cache" };
    if (context.req.header("if-none-match") === etag) {
      return rawAnswer(new Response(null, { status: 304, headers }));
    }
    return context.json(presentSettings(settings, deps.platform.legalTexts), 200, headers);
  });
  router.openapi(change, async (context) => {
    const { operator, requestId } = context.var;
    const actor = { operator, requestId };
    const changed = await changeSettings(deps, context.req.valid("json"), actor);
    if (!changed.ok) return refuse(changed.failure, requestId);
    return context.json(presentSettings(changed.value, deps.platform.legalTexts), 200);
  });
  return router;
}
