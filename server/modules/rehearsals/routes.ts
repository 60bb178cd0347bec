import { createRoute, z } from "@hono/zod-openapi";
import { fail, ok, type Result } from "../../platform/failure.ts";
import { problemResponses } from "../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  rawAnswer,
  refuse,
} from "../../platform/http/route-parts.ts";
import type { Router } from "../../platform/http/router.ts";
import { guardFailures } from "../accounts/index.ts";
import { cancelRehearsal } from "./commands/cancel-rehearsal.ts";
import { startRehearsal } from "./commands/start-rehearsal.ts";
import { rehearsalFailures as failures } from "./failures.ts";
import { findRehearsal } from "./queries/find-rehearsal.ts";
import { listRehearsals } from "./queries/list-rehearsals.ts";
import {
  newRehearsalSchema,
  presentRehearsal,
  presentSummary,
  rehearsalPageQuery,
  rehearsalPageSchema,
  rehearsalParams,
  rehearsalSchema,
} from "./schema.ts";
import type { RehearsalDeps } from "./store.ts";

const tags = ["Rehearsals"];
const LISTENERS_MOST = 50;
const LIVE = `The frames of the rehearsed sale's own live stream (\`figures\`, \`history\`, \`feed\`,
\`gap\`), of each of its sales in turn, and \`progress\`: how far the rehearsal is, its \`state\` among
it, told anew every two seconds. The stream ends with the rehearsal: asking again is refused then.`;

/** `/rehearsals`: start, look at, end. */
export function addRehearsalRoutes(router: Router, deps: RehearsalDeps): void {
  const middleware = deps.accounts.requireOperator("rehearsals:run");
  const one = { tags, middleware, request: { params: rehearsalParams } } as const;
  const oneFailures = [...formFailures, ...guardFailures, failures.rehearsal_not_found] as const;
  const start = createRoute({
    tags,
    middleware,
    method: "post",
    path: "/",
    summary: "Rehearse a sale on this server's machine",
    request: { body: jsonBody(newRehearsalSchema) },
    responses: {
      201: jsonAnswer("Started", rehearsalSchema),
      ...problemResponses(
        ...bodyFailures,
        ...guardFailures,
        failures.rehearsal_running,
        failures.sale_near,
      ),
    },
  });
  const list = createRoute({
    tags,
    middleware,
    method: "get",
    path: "/",
    summary: "Rehearsals, newest first",
    request: { query: rehearsalPageQuery },
    responses: {
      200: jsonAnswer("A page of rehearsals", rehearsalPageSchema),
      ...problemResponses(...formFailures, ...guardFailures),
    },
  });
  const read = createRoute({
    ...one,
    method: "get",
    path: "/{rehearsalId}",
    summary: "A rehearsal, running or over",
    responses: {
      200: jsonAnswer("The rehearsal", rehearsalSchema),
      ...problemResponses(...oneFailures),
    },
  });
  const cancel = createRoute({
    ...one,
    method: "put",
    path: "/{rehearsalId}/cancellation",
    summary: "End a rehearsal before its time",
    responses: {
      200: jsonAnswer("The rehearsal as it is now", rehearsalSchema),
      ...problemResponses(...oneFailures, failures.rehearsal_over, failures.rehearsal_elsewhere),
    },
  });
  const report = createRoute({
    ...one,
    method: "get",
    path: "/{rehearsalId}/report.json",
    summary: "All that is known of a rehearsal, as a file",
    responses: {
      200: jsonAnswer("The file", z.record(z.string(), z.unknown())),
      ...problemResponses(...oneFailures),
    },
  });
  const live = createRoute({
    ...one,
    method: "get",
    path: "/{rehearsalId}/live",
    summary: "A rehearsal as it runs, as server-sent events",
    description: LIVE,
    responses: {
      200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } },
      ...problemResponses(
        ...oneFailures,
        failures.rehearsal_over,
        failures.rehearsal_elsewhere,
        failures.live_full,
      ),
    },
  });

  router.openapi(start, async (c) => {
    const { operator, requestId } = c.var;
    const { evenSo, ...options } = c.req.valid("json");
    const started = await startRehearsal(deps, options, evenSo, { operator, requestId });
    if (!started.ok) return refuse(started.failure, requestId);
    const location = `/api/v1/rehearsals/${started.value.id}`;
    return c.json(presentRehearsal(deps, started.value), 201, { location });
  });
  router.openapi(list, async (c) => {
    const { items, nextCursor } = await listRehearsals(deps, c.req.valid("query"));
    return c.json({ items: items.map(presentSummary), nextCursor }, 200);
  });
  router.openapi(read, async (c) => {
    const found = await findRehearsal(deps, c.req.valid("param").rehearsalId);
    if (!found.ok) return refuse(found.failure, c.var.requestId);
    return c.json(presentRehearsal(deps, found.value), 200);
  });
  router.openapi(cancel, async (c) => {
    const { operator, requestId } = c.var;
    const { rehearsalId } = c.req.valid("param");
    const cancelled = await cancelRehearsal(deps, rehearsalId, { operator, requestId });
    if (!cancelled.ok) return refuse(cancelled.failure, requestId);
    return c.json(presentRehearsal(deps, cancelled.value), 200);
  });
  router.openapi(report, async (c) => {
    const found = await findRehearsal(deps, c.req.valid("param").rehearsalId);
    if (!found.ok) return refuse(found.failure, c.var.requestId);
    const name = `rehearsal-${found.value.started_at.toISOString().slice(0, 10)}.json`;
    const document = { ...presentRehearsal(deps, found.value), result: found.value.result };
    return c.json(document, 200, { "content-disposition": `attachment; filename="${name}"` });
  });
  router.openapi(live, async (c) => {
    const opened = await openLive(deps, c.req.valid("param").rehearsalId);
    if (!opened.ok) return refuse(opened.failure, c.var.requestId);
    const headers = {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      // A proxy that gathers answers would keep the control room waiting.
      "x-accel-buffering": "no",
    };
    return rawAnswer(new Response(opened.value, { headers }));
  });
}

async function openLive(
  deps: RehearsalDeps,
  id: string,
): Promise<Result<ReadableStream<Uint8Array>>> {
  const found = await findRehearsal(deps, id);
  if (!found.ok) return found;
  if (found.value.state !== "running") return fail(failures.rehearsal_over, "Read its result.");
  const run = deps.desk.find(id);
  if (run === undefined) return fail(failures.rehearsal_elsewhere, "Ask the server that runs it.");
  if (run.relay.listening >= LISTENERS_MOST) {
    const detail = `${LISTENERS_MOST} watch it already.`;
    return fail(failures.live_full, detail, { retryAfterSeconds: 10 });
  }
  return ok(run.relay.listen());
}
