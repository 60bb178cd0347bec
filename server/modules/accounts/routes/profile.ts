import { createRoute } from "@hono/zod-openapi";
import { isLocale } from "../../../platform/locales.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { accountFailures } from "../failures.ts";
import { findDeliveryAddress } from "../queries/find-delivery-address.ts";
import { findProfile } from "../queries/find-profile.ts";
import { newProfileSchema, profileSchema } from "../schema.ts";
import { changeProfile } from "../sessions/change-profile.ts";
import { addCookies, type GuardDeps, requireFanNow } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";

/** How the signed-in fan is called, and in which language mails are written. */
export function createProfileRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const { database } = deps.platform;
  const common = { tags: ["Accounts"], path: "/", middleware: requireFanNow(deps) };
  const find = createRoute({
    ...common,
    method: "get",
    summary:
      "What the signed-in fan has told: name, language, addresses, whether there is a password",
    responses: {
      200: jsonAnswer("The profile", profileSchema),
      ...problemResponses(accountFailures.not_signed_in),
    },
  });
  const change = createRoute({
    ...common,
    method: "put",
    summary: "Change name and language; the e-mail address has a way of its own",
    request: { body: jsonBody(newProfileSchema) },
    responses: {
      204: { description: "Changed" },
      ...problemResponses(
        accountFailures.not_signed_in,
        accountFailures.foreign_origin,
        ...bodyFailures,
      ),
    },
  });

  router.openapi(find, async (context) => {
    const found = await findProfile(database, context.var.fan.fanId);
    if (found === undefined) {
      const detail = "This account is no more.";
      return refuse({ kind: accountFailures.not_signed_in, detail }, context.var.requestId);
    }
    const locale = isLocale(found.locale) ? found.locale : null;
    const deliveryAddress = (await findDeliveryAddress(database, context.var.fan.fanId)) ?? null;
    return context.json({ ...found, locale, deliveryAddress }, 200);
  });
  router.openapi(change, async (context) => {
    const { headers } = context.req.raw;
    const cookies = await changeProfile(deps.auth, headers, context.req.valid("json"));
    const response = context.body(null, 204);
    addCookies(response, cookies);
    return response;
  });
  return router;
}
