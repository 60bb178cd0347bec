import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import {
  bodyFailures,
  formFailures,
  jsonAnswer,
  jsonBody,
  refuse,
} from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { accountFailures, guardFailures } from "../../accounts/index.ts";
import { appealPageSchema, appealSchema } from "../answer-schema.ts";
import { decideAppeal } from "../commands/decide-appeal.ts";
import { makeAppeal } from "../commands/make-appeal.ts";
import { salesFailures as failures } from "../failures.ts";
import { findSale } from "../queries/find-sale.ts";
import { listAppeals } from "../queries/list-appeals.ts";
import type { SalesContext } from "../sales-context.ts";
import {
  appealBody,
  appealDecisionBody,
  appealPageQuery,
  appealParams,
  saleParams,
} from "../schema.ts";
import { asBarReason, presentAppeal } from "./present-bar.ts";
import { laneFailures } from "./run-routes.ts";

const tags = ["Appeals"];

/** A fan answers the bar of a place, and the staff decides. */
export function addAppealRoutes(router: Router, context: SalesContext): void {
  const deciders = context.accounts.requireOperator("sales:decide-appeals");
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/{saleId}/appeals",
      summary: "Appeal against the bar of the fan's own place",
      description: "Each bar is answered once. `GET …/place` shows the appeal and its answer.",
      middleware: context.accounts.requireFan(),
      request: { params: saleParams, body: jsonBody(appealBody) },
      responses: {
        201: jsonAnswer("With the staff", appealSchema),
        ...problemResponses(
          ...bodyFailures,
          accountFailures.not_signed_in,
          accountFailures.foreign_origin,
          failures.sale_not_found,
          failures.registration_not_found,
          failures.place_not_drawn,
          failures.place_not_barred,
          failures.appeal_open,
          failures.appeal_decided,
        ),
      },
    }),
    async (c) => {
      const { fan, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) {
        const detail = `No sale has the id ${saleId}.`;
        return refuse({ kind: failures.sale_not_found, detail }, requestId);
      }
      const made = await makeAppeal(context, line, fan.fanId, c.req.valid("json").text);
      if (!made.ok) return refuse(made.failure, requestId);
      return c.json(presentAppeal(made.value), 201);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/appeals",
      summary: "Appeals, the oldest first",
      middleware: deciders,
      request: { params: saleParams, query: appealPageQuery },
      responses: {
        200: jsonAnswer("A page of appeals", appealPageSchema),
        ...problemResponses(...formFailures, ...guardFailures, failures.sale_not_found),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const found = await findSale(context, saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { items, nextCursor } = await listAppeals(context, saleId, c.req.valid("query"));
      const presented = items.map((appeal) => ({
        ...presentAppeal(appeal),
        place: appeal.place,
        fanId: appeal.fanId,
        reason: asBarReason(appeal.reason),
        barredAt: appeal.barredAt.toISOString(),
      }));
      return c.json({ items: presented, nextCursor }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "put",
      path: "/{saleId}/appeals/{appealId}/decision",
      summary: "Uphold the bar with an answer, or restore the place",
      middleware: deciders,
      request: { params: appealParams, body: jsonBody(appealDecisionBody) },
      responses: {
        204: { description: "Decided" },
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.appeal_not_found,
          failures.appeal_decided,
          failures.wrong_sale_state,
          failures.place_not_barred,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId, appealId } = c.req.valid("param");
      const found = await findSale(context, saleId);
      if (!found.ok) return refuse(found.failure, requestId);
      const input = c.req.valid("json");
      const decided = await decideAppeal(context, { operator, requestId }, saleId, appealId, input);
      return decided.ok ? c.body(null, 204) : refuse(decided.failure, requestId);
    },
  );
}
