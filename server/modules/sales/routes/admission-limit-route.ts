import { createRoute } from "@hono/zod-openapi";
import { problemResponses } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody, refuse } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { guardFailures } from "../../accounts/index.ts";
import { limitAdmission } from "../commands/limit-admission.ts";
import { salesFailures as failures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { admissionLimitBody, saleParams } from "../schema.ts";
import { laneFailures } from "./run-routes.ts";

/** `PUT /{saleId}/admission-limit`: how fast the line may move. */
export function addAdmissionLimitRoute(router: Router, context: SalesContext): void {
  router.openapi(
    createRoute({
      tags: ["Running a sale"],
      method: "put",
      path: "/{saleId}/admission-limit",
      summary: "Limit how fast the line moves; null lifts the limit",
      middleware: context.accounts.requireOperator("sales:run"),
      request: { params: saleParams, body: jsonBody(admissionLimitBody) },
      responses: {
        200: jsonAnswer("The limit as it is now", admissionLimitBody),
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
      const input = c.req.valid("json");
      const actor = { operator, requestId };
      const limited = await limitAdmission(context, actor, saleId, input.placesPerMinute);
      if (!limited.ok) return refuse(limited.failure, requestId);
      return c.json(input, 200);
    },
  );
}
