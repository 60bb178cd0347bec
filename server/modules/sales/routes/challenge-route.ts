import { crowdRoute, type CrowdRoute } from "../../../platform/http/crowd-chain.ts";
import { problemResponse, problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer } from "../../../platform/http/route-parts.ts";
import type { Router } from "../../../platform/http/router.ts";
import { challengeSchema } from "../answer-schema.ts";
import { salesFailures as failures } from "../failures.ts";
import type { SalesContext } from "../sales-context.ts";
import { saleParams } from "../schema.ts";
import { crowdDeps } from "./claim-routes.ts";
import type { FanReader } from "./fans.ts";
import { identify, PRIVATE, withCookies } from "./identify-fan.ts";

/** Brings the solved challenge with a registration. */
export const PROOF_HEADER = "millet-proof-of-work";

export const proofFailures = [
  failures.proof_of_work_needed,
  failures.proof_of_work_invalid,
  failures.proof_of_work_expired,
];

/** The crowd's route to the challenge that a browser solves before it registers. */
export function challengeRoute(router: Router, context: SalesContext, fans: FanReader): CrowdRoute {
  router.openAPIRegistry.registerPath({
    tags: ["The line"],
    method: "get",
    path: "/{saleId}/registration-challenge",
    summary: "A challenge for this fan and sale, good for ten minutes",
    description:
      "It is one of ALTCHA, version 2, for SHA-256: find the `counter`, below `data.most`, for which SHA-256(salt ‖ nonce ‖ counter as uint32 BE) begins with `keyPrefix`.",
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("The challenge", challengeSchema),
      204: { description: "This sale asks for no proof of work" },
      ...problemResponses(
        ...formFailures,
        failures.sale_not_found,
        failures.sign_in_needed,
        failures.registration_not_open,
      ),
    },
  });
  const route = { method: "GET", path: "/:id/registration-challenge" } as const;
  return crowdRoute("challenge", route, crowdDeps(context), async (request, saleId) => {
    const asking = await identify(context, fans, request, saleId);
    if (!asking.ok) return asking.response;
    const { line, fan } = asking;
    const terms = await line.terms();
    if (terms === undefined) {
      const detail = "The sale is draft.";
      return problemResponse({ kind: failures.registration_not_open, detail });
    }
    const { proofOfWorkDifficulty: difficulty } = terms;
    if (difficulty === null) {
      return withCookies(new Response(null, { status: 204, headers: NOT_KEPT }), fan);
    }
    const challenge = await context.proofOfWork.challenge(
      line.saleId,
      fan.session.fanId,
      difficulty,
    );
    return withCookies(Response.json(challenge, { headers: PRIVATE }), fan);
  });
}

const NOT_KEPT = { "cache-control": "no-store" };
