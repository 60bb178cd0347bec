import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, rawAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { salesFailures as failures } from "../failures.ts";
import { type ReportDesk, reportFilePath } from "../report/make-report.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleParams } from "../schema.ts";

const tags = ["The report"];
const fileParams = saleParams.extend({
  file: z.string().regex(/^(entrants|carried|log-\d{1,12})\.txt$/, "is not a file of a report"),
});

/** The public report of a sale that is over, and the files from which anyone can check it. */
export function addReportRoutes(router: Router, context: SalesContext, desk: ReportDesk): void {
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/report",
      summary: "The signed report; check it with `npm run cli -- verify report.json`",
      request: { params: saleParams },
      responses: {
        200: {
          description: "The report; its files stand beside it",
          content: { "application/json": { schema: z.looseObject({}).openapi("Report") } },
        },
        ...problemResponses(...formFailures, failures.sale_not_found, failures.report_not_ready),
      },
    }),
    async (c) => {
      const found = await desk.find(c.req.valid("param").saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const headers = { "content-type": "application/json", "cache-control": "public, max-age=60" };
      return rawAnswer(new Response(found.value, { headers }));
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/report/{file}",
      summary: "A file of the report: the entrant list, the carried entrants, or the log",
      request: { params: fileParams },
      responses: {
        200: {
          description: "The file",
          content: { "text/plain": { schema: z.string() } },
        },
        ...problemResponses(...formFailures, failures.report_not_ready),
      },
    }),
    async (c) => {
      const { saleId, file } = c.req.valid("param");
      const stored = await context.platform.files.read(reportFilePath(saleId, file));
      if (stored === undefined) {
        const detail =
          "The entrant list is there once registration is closed, the log with the report.";
        return refuse({ kind: failures.report_not_ready, detail }, c.var.requestId);
      }
      const headers = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": String(stored.sizeBytes),
        "cache-control": "public, max-age=3600",
      };
      return rawAnswer(new Response(stored.content, { headers }));
    },
  );
}
