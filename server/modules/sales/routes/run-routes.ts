import { createRoute } from "@hono/zod-openapi";
import type { FailureKind, Result } from "../../../platform/failure.ts";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { beaconFailures } from "../beacon/failures.ts";
import type { Actor } from "../commands/change-state.ts";
import { drawPlaces } from "../commands/draw-places.ts";
import { moveDates } from "../commands/move-dates.ts";
import { publishSale } from "../commands/publish-sale.ts";
import {
  cancelSale,
  openSale,
  pauseAdmission,
  resumeAdmission,
  stopSale,
} from "../commands/run-sale.ts";
import { salesFailures as failures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleSchema } from "../answer-schema.ts";
import { datesBody, endingBody, saleParams } from "../schema.ts";
import type { Sale } from "../store.ts";
import { presentSale } from "./present.ts";

const tags = ["Running a sale"];

/** What the lane may answer to an operator. */
export const laneFailures: readonly FailureKind[] = [
  failures.sale_ended,
  failures.lane_busy,
  failures.lane_unavailable,
  failures.outcome_unknown,
  failures.lane_elsewhere,
  failures.sale_halted,
];

interface Step {
  readonly method: "put" | "delete";
  readonly path: `/{saleId}/${string}`;
  readonly summary: string;
  readonly failures: readonly FailureKind[];
  readonly run: (context: SalesContext, actor: Actor, saleId: string) => Promise<Result<Sale>>;
}

/**
 * Each step of a sale's life as a resource. Repeating one that is done answers wrong_sale_state.
 */
const STEPS: readonly Step[] = [
  {
    method: "put",
    path: "/{saleId}/publication",
    summary: "Publish: registration opens and the terms freeze",
    failures: [failures.sale_terms_invalid, failures.variant_not_for_sale],
    run: publishSale,
  },
  {
    method: "delete",
    path: "/{saleId}/publication",
    summary: "Call the sale off before its draw or opening",
    failures: [],
    run: cancelSale,
  },
  {
    method: "put",
    path: "/{saleId}/draw",
    summary: "Close registration where that is due, and draw the places",
    failures: [failures.registration_not_over, ...Object.values(beaconFailures)],
    run: drawPlaces,
  },
  {
    method: "put",
    path: "/{saleId}/opening",
    summary: "Open: claims are taken",
    failures: laneFailures,
    run: openSale,
  },
  {
    method: "put",
    path: "/{saleId}/pause",
    summary: "Pause admission: the line stands; those admitted may claim",
    failures: laneFailures,
    run: pauseAdmission,
  },
  {
    method: "delete",
    path: "/{saleId}/pause",
    summary: "Resume admission",
    failures: laneFailures,
    run: resumeAdmission,
  },
];

/** The operator's steps through a sale's life. */
export function addRunRoutes(router: Router, context: SalesContext): void {
  const operatorsOnly = context.accounts.requireOperator("sales:run");
  for (const step of STEPS) {
    router.openapi(
      createRoute({
        tags,
        method: step.method,
        path: step.path,
        summary: step.summary,
        middleware: operatorsOnly,
        request: { params: saleParams },
        responses: {
          200: jsonAnswer("The sale as it is now", saleSchema),
          ...problemResponses(
            ...formFailures,
            ...guardFailures,
            failures.sale_not_found,
            failures.wrong_sale_state,
            ...step.failures,
          ),
        },
      }),
      async (c) => {
        const { operator, requestId } = c.var;
        const { saleId } = c.req.valid("param");
        const done = await step.run(context, { operator, requestId }, saleId);
        if (!done.ok) return refuse(done.failure, requestId);
        return c.json(presentSale(done.value), 200);
      },
    );
  }
  router.openapi(
    createRoute({
      tags,
      method: "put",
      path: "/{saleId}/ending",
      summary: "Stop the sale: no more claims, open holds stand",
      middleware: operatorsOnly,
      request: { params: saleParams, body: jsonBody(endingBody) },
      responses: {
        200: jsonAnswer("The sale as it is now", saleSchema),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.wrong_sale_state,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      const done = await stopSale(context, { operator, requestId }, saleId, reason);
      if (!done.ok) return refuse(done.failure, requestId);
      return c.json(presentSale(done.value), 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "put",
      path: "/{saleId}/dates",
      summary: "Move opening and end of a published sale; who is registered is told by mail",
      middleware: operatorsOnly,
      request: { params: saleParams, body: jsonBody(datesBody) },
      responses: {
        200: jsonAnswer("The sale as it is now", saleSchema),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.wrong_sale_state,
          failures.sale_terms_invalid,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const dates = c.req.valid("json");
      const done = await moveDates(context, { operator, requestId }, saleId, dates);
      if (!done.ok) return refuse(done.failure, requestId);
      return c.json(presentSale(done.value), 200);
    },
  );
}
