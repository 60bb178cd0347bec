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
import { accountFailures } from "../../accounts/index.ts";
import { claimSchema, ownFriendCodesSchema } from "../answer-schema.ts";
import type { CodeDesk } from "../commands/redeem-friend-code.ts";
import { salesFailures as failures } from "../failures.ts";
import { presentClaim } from "../lane/present-answer.ts";
import { listFriendCodes } from "../queries/list-friend-codes.ts";
import type { SalesContext } from "../sales-context.ts";
import { codeClaimBody, saleParams } from "../schema.ts";
import { presentFriendCode } from "./present-code.ts";
import { laneFailures } from "./run-routes.ts";

const tags = ["Friend codes"];
/** More than anybody is given for one sale. */
const OWN_CODES_MOST = 1_000;

const fanFailures = [
  accountFailures.not_signed_in,
  accountFailures.foreign_origin,
  failures.sale_not_found,
];

/** What fans do with friend codes: see what became of their own, and redeem one. */
export function addCodeClaimRoutes(router: Router, context: SalesContext, desk: CodeDesk): void {
  const fansOnly = context.accounts.requireFan();
  const saleNotFound = (saleId: string) => {
    return { kind: failures.sale_not_found, detail: `No sale has the id ${saleId}.` };
  };
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/friend-codes/mine",
      summary: "What became of the codes that were given to the fan",
      middleware: fansOnly,
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("The codes, without their text", ownFriendCodesSchema),
        ...problemResponses(...formFailures, ...fanFailures),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), c.var.requestId);
      const page = { grantedTo: c.var.fan.fanId, limit: OWN_CODES_MOST };
      const { items } = await listFriendCodes(context, saleId, page);
      return c.json({ items: items.map(presentFriendCode) }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/{saleId}/code-claims",
      summary: "Redeem a friend code: the fan's one claim, ahead of the line",
      description: `Who is not registered is registered. Case, spaces and hyphens do not matter. 201:
made; 200: it stood already. Whoever is signed in redeems a code, once.`,
      middleware: fansOnly,
      request: { params: saleParams, body: jsonBody(codeClaimBody) },
      responses: {
        200: jsonAnswer("The claim that stands", claimSchema),
        201: jsonAnswer("Made", claimSchema),
        ...problemResponses(
          ...bodyFailures,
          ...fanFailures,
          failures.code_malformed,
          failures.code_unknown,
          failures.code_used,
          failures.code_over,
          failures.too_many_codes,
          failures.sale_not_open,
          failures.admission_paused,
          failures.registration_not_open,
          failures.registration_closing,
          failures.place_barred,
          failures.place_given_up,
          failures.claim_differs,
          failures.claim_over,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { clientAddress, fan, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), requestId);
      const asking = { fanId: fan.fanId, clientAddress };
      const redeemed = await desk.redeem(line, asking, c.req.valid("json").code);
      if (!redeemed.ok) return refuse(redeemed.failure, requestId);
      const { lane, claim, isNew } = redeemed.value;
      const { lines, ...presented } = presentClaim(lane, claim);
      const receipt = lane.receiptOf(claim.sequence);
      const body = { claim: { ...presented, lines: [...lines] }, receipt };
      return isNew ? c.json(body, 201) : c.json(body, 200);
    },
  );
}
