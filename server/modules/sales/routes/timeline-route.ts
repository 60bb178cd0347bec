import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { salesFailures as failures } from "../failures.ts";
import type { ReportDesk, ReportWithCourse } from "../report/make-report.ts";
import type { TimelineStretch } from "../rules/sale-timeline.ts";
import type { SalesContext } from "../sales-context.ts";
import { instant, saleParams } from "../schema.ts";

const stretchSchema = z.object({
  startsAt: instant,
  bucketMs: z.int().openapi({ description: "The width of each bucket." }),
  buckets: z.array(
    z.object({
      claims: z.int(),
      paid: z.int(),
      expired: z.int(),
      released: z.int(),
      returned: z.int(),
      granted: z.int().openapi({ description: "Waiting claims that got returned units." }),
      unitsSold: z.int().openapi({ description: "When the bucket ended, as those below." }),
      unitsHeld: z.int(),
      unitsHeldMost: z.int().openapi({ description: "At any moment within the bucket." }),
      waiting: z.int(),
      admittedThrough: z.int(),
    }),
  ),
});

const timelineSchema = z
  .object({
    isFinal: z.boolean().openapi({ description: "False while a hold is open." }),
    registrations: z.int(),
    latecomers: z.int(),
    entrants: z.int().nullable().openapi({ description: "Null for a sale without a draw." }),
    totals: z.object({
      unitsOffered: z.int(),
      unitsSold: z.int(),
      unitsHeld: z.int(),
      unitsReserved: z.int(),
      unitsFree: z.int(),
      claims: z.int(),
      paid: z.int(),
      held: z.int(),
      released: z.int(),
      expired: z.int(),
      returned: z.int(),
      waitedInVain: z.int(),
      grantedFromReturns: z.int(),
      codesRedeemed: z.int(),
      givenUp: z.int(),
      barred: z.int(),
      secondsToSellOut: z.number().nullable(),
      openedAt: instant.nullable(),
      soldOutAt: instant.nullable(),
      endedAt: instant.nullable(),
    }),
    // Null if the sale never opened.
    whole: stretchSchema.nullable(),
    // The beginning in finer buckets, where that shows more.
    opening: stretchSchema.nullable(),
  })
  .openapi("SaleTimeline");

/** `GET /sales/{saleId}/timeline`: the figures and the course of a sale that is over. */
export function addTimelineRoute(router: Router, context: SalesContext, desk: ReportDesk): void {
  router.openapi(
    createRoute({
      tags: ["The report"],
      method: "get",
      path: "/{saleId}/timeline",
      summary: "The figures of a sale that is over, and its course in at most 240 buckets",
      middleware: context.accounts.requireOperator("sales:read-registrations"),
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("From the same log as the public report", timelineSchema),
        ...problemResponses(
          ...formFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.report_not_ready,
        ),
      },
    }),
    async (c) => {
      const found = await desk.findWithCourse(c.req.valid("param").saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      return c.json(presentTimeline(found.value), 200);
    },
  );
}

function presentTimeline({ report, course }: ReportWithCourse): z.output<typeof timelineSchema> {
  return {
    isFinal: report.final,
    registrations: report.sale.registrations,
    latecomers: report.sale.latecomers,
    entrants: report.draw?.drawn ?? null,
    totals: { ...report.totals },
    whole: presentStretch(course?.whole),
    opening: presentStretch(course?.opening),
  };
}

function presentStretch(stretch: TimelineStretch | null | undefined) {
  if (stretch === null || stretch === undefined) return null;
  return {
    ...stretch,
    startsAt: new Date(stretch.startsAt).toISOString(),
    buckets: [...stretch.buckets],
  };
}
