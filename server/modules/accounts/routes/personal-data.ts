import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import type { Platform } from "../../../platform/platform.ts";
import { askForErasure } from "../commands/ask-for-erasure.ts";
import { eraseAccount, type ErasureDeps } from "../commands/erase-account.ts";
import { accountFailures } from "../failures.ts";
import { findAccountData } from "../queries/find-account-data.ts";
import { addCookies, type GuardDeps, requireFanNow } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";
import { emailLimits, type RequestLimits } from "../sign-in/request-limits.ts";
import { tokenSchema } from "../sign-in/schema.ts";

export interface PersonalDataDeps extends GuardDeps, ErasureDeps {
  readonly platform: GuardDeps["platform"] & Pick<Platform, "events" | "mail">;
  readonly limits: RequestLimits;
}

/** What a fan may ask of an installation that knows the fan: all of it, and to be forgotten. */
export function createPersonalDataRouter(deps: PersonalDataDeps): Router {
  const router = createRouter();
  const { database, clock } = deps.platform;
  const failures = [accountFailures.not_signed_in, accountFailures.foreign_origin];
  const common = {
    tags: ["Accounts"],
    middleware: requireFanNow(deps),
  };
  const download = createRoute({
    ...common,
    method: "get",
    path: "/export",
    summary: "Everything that is held of the fan, as a file",
    responses: {
      200: jsonAnswer(
        "By the part that holds it",
        z.looseObject({ exportedAt: z.iso.datetime(), account: z.looseObject({}) }),
      ),
      ...problemResponses(accountFailures.not_signed_in),
    },
  });
  const ask = createRoute({
    ...common,
    method: "post",
    path: "/erasure-requests",
    summary: "Mail a link with whose token the account can be erased",
    responses: {
      202: jsonAnswer("Mailed", z.object({ status: z.literal("mailed") })),
      ...problemResponses(...failures, accountFailures.too_many_requests),
    },
  });
  const erase = createRoute({
    ...common,
    method: "delete",
    path: "/",
    summary: "Erase the account for ever; ends all sessions",
    request: { query: z.strictObject({ token: tokenSchema }) },
    responses: {
      204: { description: "Erased; a mail says so" },
      ...problemResponses(
        ...failures,
        ...formFailures,
        accountFailures.erasure_link_invalid,
        accountFailures.last_owner,
        accountFailures.second_factor_missing,
      ),
    },
  });

  router.openapi(download, async (context) => {
    const parts = deps.personalData.parts;
    const found = await findAccountData(database, parts, context.var.fan.fanId);
    context.header("content-disposition", 'attachment; filename="millet-export.json"');
    const body = { exportedAt: new Date(clock.wallMs()).toISOString(), ...found };
    // Dates within become ISO 8601, which the schema cannot know of.
    return context.json(body as never, 200);
  });
  router.openapi(ask, async (context) => {
    const { fan, requestId } = context.var;
    const limited = deps.limits.consume(`mails|${fan.email}`, emailLimits.mails);
    if (!limited.allowed) {
      const kind = accountFailures.too_many_requests;
      const detail = "Look into your mailbox, or ask again later.";
      return refuse({ kind, detail, retryAfterSeconds: limited.retryAfter ?? 1 }, requestId);
    }
    await askForErasure(deps.platform, fan.fanId);
    return context.json({ status: "mailed" as const }, 202);
  });
  router.openapi(erase, async (context) => {
    const { fan, requestId, sessionId } = context.var;
    const { token } = context.req.valid("query");
    const erased = await eraseAccount(deps, { fanId: fan.fanId, sessionId, token, requestId });
    if (!erased.ok) return refuse(erased.failure, requestId);
    const response = context.body(null, 204);
    addCookies(response, await cookiesThatEnd(deps, context.req.raw.headers));
    return response;
  });
  return router;
}

/** The browser's cookies would be believed for minutes after the session has gone. */
export async function cookiesThatEnd(
  { auth }: Pick<GuardDeps, "auth">,
  headers: Headers,
): Promise<readonly string[]> {
  const ended = await auth.api.signOut({ headers, returnHeaders: true });
  return ended.headers.getSetCookie();
}
