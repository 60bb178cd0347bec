import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, rawAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { salesFailures as failures } from "../failures.ts";
import type { LiveDesk } from "../live/live-desk.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleParams } from "../schema.ts";

/** What a browser sends when it comes again: the id of the last event that it got. */
const resumption = z.object({
  "last-event-id": z
    .string()
    .regex(/^\d{0,15}$/, "is no event of a sale's log")
    .optional(),
});

const DESCRIPTION = `Events: \`figures\` (the whole state, at once and then each second, or twice
where something changed), \`history\` (once: the course since the opening, at most some hundred
samples of [time, sold, held, paid, returned, waiting]), \`feed\` (what happened in the lane, its id the record's sequence) and
\`gap\` (what was before is not kept here any more). \`figures.lane\` says whether this server runs the
lane. The stream ends after ten minutes; come again with \`Last-Event-ID\`.`;

/** `GET /{saleId}/live`: the control room's view of a sale. */
export function addLiveRoutes(router: Router, context: SalesContext, desk: LiveDesk): void {
  router.openapi(
    createRoute({
      tags: ["Running a sale"],
      method: "get",
      path: "/{saleId}/live",
      summary: "The sale as it runs, as server-sent events",
      description: DESCRIPTION,
      middleware: context.accounts.requireOperator("sales:read-registrations"),
      request: { params: saleParams, headers: resumption },
      responses: {
        200: {
          description: "The stream",
          content: { "text/event-stream": { schema: z.string() } },
        },
        ...problemResponses(
          ...formFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.live_full,
        ),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const text = c.req.valid("header")["last-event-id"] ?? "";
      const opened = await desk.open(saleId, text === "" ? undefined : Number(text));
      if (!opened.ok) return refuse(opened.failure, c.var.requestId);
      const headers = {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store, no-transform",
        // A proxy that gathers answers would keep the control room waiting.
        "x-accel-buffering": "no",
      };
      return rawAnswer(new Response(opened.value, { headers }));
    },
  );
}
