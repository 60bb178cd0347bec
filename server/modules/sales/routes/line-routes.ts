import { crowdRoute, type CrowdRoute } from "../../../platform/http/crowd-chain.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { Router } from "../../../platform/http/router.ts";
import { problemResponse, problemResponses } from "../../../platform/http/problem.ts";
import { formFailures, jsonAnswer } from "../../../platform/http/route-parts.ts";
import { joinSale } from "../commands/join-sale.ts";
import { salesFailures as failures } from "../failures.ts";
import { presentUnavailable } from "../lane/present-answer.ts";
import type { NowBytes } from "../lane/now-document.ts";
import { hasLane } from "../rules/sale-states.ts";
import { findBar } from "../queries/find-bar.ts";
import { findPlace } from "../queries/find-place.ts";
import { signUpOrigin } from "../line/sign-up-tracer.ts";
import type { SalesContext } from "../sales-context.ts";
import { nowSchema, placeSchema, registrationSchema } from "../answer-schema.ts";
import { saleParams } from "../schema.ts";
import { crowdDeps, PASS_COOKIE } from "./claim-routes.ts";
import { challengeRoute, PROOF_HEADER, proofFailures } from "./challenge-route.ts";
import type { FanReader } from "./fans.ts";
import { identify, PRIVATE, withCookies } from "./identify-fan.ts";
import { presentBar } from "./present-bar.ts";

const tags = ["The line"];

/** The crowd's routes beside the claim: a challenge, register, take the place, look at `now`. */
export function lineRoutes(
  router: Router,
  context: SalesContext,
  fans: FanReader,
): readonly CrowdRoute[] {
  return [
    challengeRoute(router, context, fans),
    registrationRoute(router, context, fans),
    placeRoute(router, context, fans),
    nowRoute(router, context),
  ];
}

function registrationRoute(router: Router, context: SalesContext, fans: FanReader): CrowdRoute {
  router.openAPIRegistry.registerPath({
    tags,
    method: "post",
    path: "/{saleId}/registrations",
    summary: "Register the signed-in fan; asking again gives the same registration",
    description: `In a sale with proof of work, the header \`${PROOF_HEADER}\` brings the solved challenge: its JSON and that of the solution, \`{"challenge":…,"solution":…}\`, in base64.`,
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("The registration that stands", registrationSchema),
      201: jsonAnswer("Registered", registrationSchema),
      ...problemResponses(
        ...formFailures,
        failures.sale_not_found,
        failures.sign_in_needed,
        failures.foreign_origin,
        failures.registration_not_open,
        failures.registration_closing,
        failures.not_eligible,
        ...proofFailures,
      ),
    },
  });
  const route = { method: "POST", path: "/:id/registrations" } as const;
  return crowdRoute("register", route, crowdDeps(context), async (request, saleId, client) => {
    const asking = await identify(context, fans, request, saleId);
    if (!asking.ok) return asking.response;
    const { line, fan } = asking;
    const proof = request.headers.get(PROOF_HEADER) ?? undefined;
    const origin = signUpOrigin(request.headers, client());
    const { fanId } = fan.session;
    const joined = await joinSale(context, line, fanId, { by: "proof", proof }, origin);
    if (!joined.ok) return problemResponse(joined.failure);
    const { number, randomBytes, registeredAt, latecomer, isNew } = joined.value;
    const body = {
      saleId: line.saleId,
      number,
      registeredAt: registeredAt.toISOString(),
      latecomer,
      randomBytes: randomBytes.toString("hex"),
    };
    return withCookies(Response.json(body, { status: isNew ? 201 : 200, headers: PRIVATE }), fan);
  });
}

function placeRoute(router: Router, context: SalesContext, fans: FanReader): CrowdRoute {
  router.openAPIRegistry.registerPath({
    tags,
    method: "get",
    path: "/{saleId}/place",
    summary: "The fan's place with the pass to claim from it, at any time after the draw",
    description: `The pass also comes as the cookie \`${PASS_COOKIE}\`, sent to the claims of this sale only.`,
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("Place and pass", placeSchema),
      ...problemResponses(
        ...formFailures,
        failures.sale_not_found,
        failures.sign_in_needed,
        failures.registration_not_found,
        failures.not_eligible,
        failures.place_not_drawn,
      ),
    },
  });
  const route = { method: "GET", path: "/:id/place" } as const;
  return crowdRoute("place", route, crowdDeps(context), async (request, saleId) => {
    const asking = await identify(context, fans, request, saleId);
    if (!asking.ok) return asking.response;
    const { line, fan } = asking;
    const found = await findPlace(context, line, fan.session.fanId);
    if (!found.ok) return problemResponse(found.failure);
    const { number, place, isDrawn, pass, passExpiresAt } = found.value;
    const bar = await findBar(context, line, place);
    const body = {
      saleId: line.saleId,
      number,
      place: isDrawn ? place : null,
      pass,
      passExpiresAt: passExpiresAt.toISOString(),
      bar: bar === undefined ? null : presentBar(bar),
    };
    const response = Response.json(body, { headers: PRIVATE });
    const secure = context.platform.config.baseUrl.startsWith("https:") ? "; Secure" : "";
    response.headers.append(
      "set-cookie",
      `${PASS_COOKIE}=${pass}; Path=/api/v1/sales/${line.saleId}/claims; HttpOnly; SameSite=Strict; Expires=${passExpiresAt.toUTCString()}${secure}`,
    );
    return withCookies(response, fan);
  });
}

function nowRoute(router: Router, context: SalesContext): CrowdRoute {
  router.openAPIRegistry.registerPath({
    tags,
    method: "get",
    path: "/{saleId}/now",
    summary: "The sale at this moment: one small public document for everybody",
    description: "Poll again after a random time between the two that `nextPollSeconds` names.",
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("Now", nowSchema),
      304: { description: "Nothing has changed since the document with that ETag" },
      ...problemResponses(...formFailures, failures.sale_not_found, failures.lane_elsewhere),
    },
  });
  const route = { method: "GET", path: "/:id/now" } as const;
  return crowdRoute("now", route, crowdDeps(context), async (request, saleId) => {
    const lane = context.lanes.find(saleId);
    const now = lane === undefined ? await findResting(context, saleId) : lane.now;
    if (now instanceof Response) return now;
    const { body, headers, etag } = now;
    if (request.headers.get("if-none-match") === etag) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(body, { headers });
  });
}

/** A sale whose lane another server runs is that server's to tell. */
async function findResting(context: SalesContext, saleId: string): Promise<NowBytes | Response> {
  if (isUuid(saleId)) {
    const { sale, now } = await context.resting.find(saleId);
    const isElsewhere = sale !== undefined && hasLane(sale.kind, sale.state);
    // Before the opening nothing is claimed yet, so the tables tell what the lane is about to.
    const isUnopened = sale?.state === "drawn" || sale?.state === "registering";
    const isComing = isUnopened && context.lanes.isStarting(saleId);
    if (isElsewhere && sale.lane_closed_at === null && !isComing) {
      const reason = sale.halted_reason === null ? "elsewhere" : "halted";
      return problemResponse(presentUnavailable(reason));
    }
    if (now !== undefined) return now;
  }
  const detail = `No sale has the id ${saleId.slice(0, 40)}.`;
  return problemResponse({ kind: failures.sale_not_found, detail });
}
