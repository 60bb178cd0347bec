import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { jsonAnswer } from "../../../platform/http/route-parts.ts";
import { createRouter, type Router } from "../../../platform/http/router.ts";
import { endOtherSessions } from "../commands/end-other-sessions.ts";
import { endSession } from "../commands/end-session.ts";
import { accountFailures } from "../failures.ts";
import { listSessions } from "../queries/list-sessions.ts";
import { sessionSchema } from "../schema.ts";
import { addCookies, type GuardDeps, requireFanNow } from "../sessions/guards.ts";
import { refuse } from "../sessions/refuse.ts";
import { cookiesThatEnd } from "./personal-data.ts";

/** Where the signed-in fan is signed in, and how to end that. */
export function createSessionsRouter(deps: GuardDeps): Router {
  const router = createRouter();
  const { database, clock } = deps.platform;
  const common = { tags: ["Accounts"], middleware: requireFanNow(deps) };
  const failures = [accountFailures.not_signed_in, accountFailures.foreign_origin];
  const list = createRoute({
    ...common,
    method: "get",
    path: "/",
    summary: "The browsers in which the fan is signed in, the newest first",
    responses: {
      200: jsonAnswer("The sessions", z.object({ sessions: z.array(sessionSchema) })),
      ...problemResponses(accountFailures.not_signed_in),
    },
  });
  const endOne = createRoute({
    ...common,
    method: "delete",
    path: "/{id}",
    summary:
      "End one session; the crowd's routes may believe its signed cookie for five minutes more",
    request: { params: z.object({ id: z.string() }) },
    responses: {
      204: { description: "Ended" },
      ...problemResponses(...failures, accountFailures.session_not_found),
    },
  });
  const endOthers = createRoute({
    ...common,
    method: "delete",
    path: "/",
    summary: "End all sessions but this one",
    responses: {
      200: jsonAnswer("How many were ended", z.object({ ended: z.int() })),
      ...problemResponses(...failures),
    },
  });

  router.openapi(list, async (context) => {
    const { fan, sessionId } = context.var;
    const found = await listSessions(database, fan.fanId, new Date(clock.wallMs()));
    const sessions = found.map((session) => ({
      ...session,
      isCurrent: session.id === sessionId,
      signedInAt: session.signedInAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
    }));
    return context.json({ sessions }, 200);
  });
  router.openapi(endOne, async (context) => {
    const { fan, requestId, sessionId } = context.var;
    const { id } = context.req.valid("param");
    const ended = await endSession(database, { fanId: fan.fanId, id });
    if (!ended.ok) return refuse(ended.failure, requestId);
    const response = context.body(null, 204);
    const { headers } = context.req.raw;
    if (id === sessionId) addCookies(response, await cookiesThatEnd(deps, headers));
    return response;
  });
  router.openapi(endOthers, async (context) => {
    const { fan, sessionId } = context.var;
    const ended = await endOtherSessions(database, { fanId: fan.fanId, sessionId });
    return context.json({ ended }, 200);
  });
  return router;
}
