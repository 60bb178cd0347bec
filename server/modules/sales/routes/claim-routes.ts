import { crowdRoute, type CrowdDeps, type CrowdRoute } from "../../../platform/http/crowd-chain.ts";
import { isUuid } from "../../../platform/ids.ts";
import { problemResponses, problemResponse } from "../../../platform/http/problem.ts";
import { bodyFailures, jsonAnswer, jsonBody } from "../../../platform/http/route-parts.ts";
import { refuseMediaType } from "../../../platform/http/crowd-body.ts";
import type { Router } from "../../../platform/http/router.ts";
import { makeClaim, type MadeClaim } from "../commands/make-claim.ts";
import { salesFailures as failures } from "../failures.ts";
import { presentUnavailable } from "../lane/present-answer.ts";
import type { RunningLane } from "../lane/running-lane.ts";
import { isOpenHold } from "../rules/claim-states.ts";
import { hasLane } from "../rules/sale-states.ts";
import { decodePass, type PassProblem } from "../rules/pass.ts";
import type { SalesContext } from "../sales-context.ts";
import { claimSchema } from "../answer-schema.ts";
import { claimBody, saleParams } from "../schema.ts";
import { readBasket } from "./baskets.ts";
import type { FanReader } from "./fans.ts";
import { laneFailures } from "./run-routes.ts";

export const PASS_COOKIE = "millet_pass";
const PASS_HEADER = "millet-pass";

const PASS_DETAILS: Record<PassProblem, string> = {
  pass_invalid: "Take your place again to get a pass.",
  pass_expired: "Take your place again to get a new one; the place itself stands.",
  pass_of_another_sale: "Use the pass that came with your place in this sale.",
};

/** What a claim may be refused for. */
const claimFailures = [
  failures.sale_not_found,
  failures.pass_missing,
  failures.pass_invalid,
  failures.pass_expired,
  failures.pass_of_another_sale,
  failures.foreign_origin,
  failures.sale_not_open,
  failures.admission_paused,
  failures.not_your_turn,
  failures.place_barred,
  failures.place_given_up,
  failures.claim_differs,
  failures.claim_over,
  failures.sold_out,
  failures.quantity_too_large,
  failures.unknown_variant,
  ...laneFailures,
];

/**
 * `POST /{saleId}/claims`: the path that two million people take in the same second. It knows no
 * session and asks no table: a pass, the lane, one append that many share.
 */
export function claimRoute(router: Router, context: SalesContext, fans: FanReader): CrowdRoute {
  const { platform, lanes } = context;
  router.openAPIRegistry.registerPath({
    tags: ["Claims"],
    method: "post",
    path: "/{saleId}/claims",
    summary: "Claim units with a pass; asking again gives the same claim",
    description: `The pass travels in the header \`${PASS_HEADER}\` or, from a page, in the cookie \`${PASS_COOKIE}\`. 201: made; 200: it stood already. A claim in state \`waiting\` gets units that come back, lowest place first.`,
    request: { params: saleParams, body: jsonBody(claimBody) },
    responses: {
      200: jsonAnswer("The claim that stands", claimSchema),
      201: jsonAnswer("Made", claimSchema),
      ...problemResponses(...bodyFailures, ...claimFailures),
    },
  });
  const route = { method: "POST", path: "/:id/claims" } as const;
  return crowdRoute("claim", route, crowdDeps(context), async (request, saleId) => {
    const lane = lanes.find(saleId);
    if (lane === undefined) return refuseWithoutLane(context, saleId);
    const { headers } = request;
    const text = headers.get(PASS_HEADER) ?? passOfCookie(headers.get("cookie"));
    if (text === undefined) {
      const detail = "Take your place to get a pass.";
      return problemResponse({ kind: failures.pass_missing, detail });
    }
    if (!headers.has(PASS_HEADER) && !fans.comesFromUs(request)) {
      const detail = "Cookies count only for pages of this site.";
      return problemResponse({ kind: failures.foreign_origin, detail });
    }
    const pass = decodePass(text, lane.saleBytes, lane.passKey, platform.clock.wallMs());
    if (!pass.ok) {
      const detail = PASS_DETAILS[pass.problem];
      return problemResponse({ kind: failures[pass.problem], detail });
    }
    const refusal = refuseMediaType(request);
    if (refusal !== undefined) return refusal;
    const basket = readBasket(lane, await request.text());
    if (!basket.ok) return basket.response;
    const made = await makeClaim(lane, pass.place, basket.value);
    return made.ok ? replyClaim(lane, made.value) : problemResponse(made.failure);
  });
}

/** What the crowd's chain needs of the platform. */
export function crowdDeps({ platform }: SalesContext): CrowdDeps {
  const { log, crowdMetrics: metrics, config } = platform;
  return { log, metrics, config };
}

/** Without a lane here: no such sale, not drawn yet, over, or another server's. */
async function refuseWithoutLane(context: SalesContext, saleId: string): Promise<Response> {
  const { sale } = isUuid(saleId) ? await context.resting.find(saleId) : { sale: undefined };
  if (sale === undefined) {
    const detail = `No sale has the id ${saleId.slice(0, 40)}.`;
    return problemResponse({ kind: failures.sale_not_found, detail });
  }
  const detail = `The sale is ${sale.state}.`;
  if (sale.halted_reason !== null) return problemResponse(presentUnavailable("halted"));
  if (sale.state === "ended" || sale.state === "cancelled") {
    return problemResponse({ kind: failures.sale_ended, detail });
  }
  if (!hasLane(sale.kind, sale.state)) {
    return problemResponse({ kind: failures.sale_not_open, detail });
  }
  return problemResponse(presentUnavailable("elsewhere"));
}

/** One object for all answers: Bun copies it faster than it reads a record of names. */
const HEADERS = new Headers({ "content-type": "application/json", "cache-control": "no-store" });

/** Written by hand: the general serialiser would take as long as the lane itself. */
function replyClaim(lane: RunningLane, { claim, isNew }: MadeClaim): Response {
  const lines = lane.linesTextOf(claim.lines);
  const expiresAt = isOpenHold(claim.state) ? `"${isoTime(claim.expiresAt)}"` : "null";
  const receipt = lane.receiptTextOf(claim.sequence);
  const body = `{"claim":{"id":"${claim.id}","saleId":"${lane.sale.id}","place":${claim.place},"state":"${claim.state}","lines":${lines},"expiresAt":${expiresAt}},"receipt":${receipt}}`;
  return new Response(body, { status: isNew ? 201 : 200, headers: HEADERS });
}

let lastTime = { ms: 0, text: "" };

/** Most claims of one batch have the same time. */
function isoTime(ms: number): string {
  if (lastTime.ms !== ms) lastTime = { ms, text: new Date(ms).toISOString() };
  return lastTime.text;
}

/** The pass in a `Cookie` header. */
export function passOfCookie(header: string | null): string | undefined {
  if (header === null) return undefined;
  const name = `${PASS_COOKIE}=`;
  for (let start = header.indexOf(name); start !== -1; start = header.indexOf(name, start + 1)) {
    const before = header[start - 1] ?? ";";
    // Another cookie's name may end with ours.
    if (before !== " " && before !== ";") continue;
    const end = header.indexOf(";", start);
    return header.slice(start + name.length, end === -1 ? undefined : end);
  }
  return undefined;
}
