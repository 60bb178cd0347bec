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
import { checkReceipt } from "../commands/check-receipt.ts";
import { leaveSale } from "../commands/leave-sale.ts";
import { releaseClaim } from "../commands/release-claim.ts";
import { salesFailures as failures } from "../failures.ts";
import { findClaim } from "../queries/find-claim.ts";
import { findRegistration } from "../queries/find-registration.ts";
import type { SalesContext } from "../sales-context.ts";
import { claimSchema, receiptCheckSchema, registrationReceiptSchema } from "../answer-schema.ts";
import { claimParams, receiptBody, saleParams } from "../schema.ts";
import { laneFailures } from "./run-routes.ts";

const fanFailures = [
  accountFailures.not_signed_in,
  accountFailures.foreign_origin,
  failures.sale_not_found,
];

function saleNotFound(saleId: string) {
  return { kind: failures.sale_not_found, detail: `No sale has the id ${saleId}.` };
}

/** What a signed-in fan does in peace: look, leave, release. */
export function addFanRoutes(router: Router, context: SalesContext): void {
  const fansOnly = context.accounts.requireFan();
  router.openapi(
    createRoute({
      tags: ["The line"],
      method: "get",
      path: "/{saleId}/registrations/mine",
      summary: "The fan's registration with its signed receipt",
      middleware: fansOnly,
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("The receipt", registrationReceiptSchema),
        ...problemResponses(...formFailures, ...fanFailures, failures.registration_not_found),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), c.var.requestId);
      const found = await findRegistration(context, line, c.var.fan.fanId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { number, fanId, randomBytes, registeredAt, latecomer, leaf, signature } = found.value;
      const receipt = {
        saleId,
        number,
        fanId,
        registeredAt: registeredAt.toISOString(),
        latecomer,
        randomBytes: randomBytes.toString("hex"),
        leaf: Buffer.from(leaf).toString("hex"),
        signature: signature.toString("base64url"),
        publicKey: context.platform.keys.publicKey.toString("base64url"),
      };
      return c.json(receipt, 200);
    },
  );
  router.openapi(
    createRoute({
      tags: ["The line"],
      method: "delete",
      path: "/{saleId}/registrations/mine",
      summary: "Leave the sale; a place and a claim are given up",
      middleware: fansOnly,
      request: { params: saleParams },
      responses: {
        204: { description: "Left" },
        ...problemResponses(
          ...formFailures,
          ...fanFailures,
          failures.registration_not_found,
          failures.registration_not_open,
          failures.place_barred,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), c.var.requestId);
      const left = await leaveSale(context, line, c.var.fan.fanId);
      return left.ok ? c.body(null, 204) : refuse(left.failure, c.var.requestId);
    },
  );
  router.openapi(
    createRoute({
      tags: ["Claims"],
      method: "get",
      path: "/{saleId}/claims/mine",
      summary: "The fan's claim as it stands, with its receipt",
      middleware: fansOnly,
      request: { params: saleParams },
      responses: {
        200: jsonAnswer("The claim", claimSchema),
        ...problemResponses(
          ...formFailures,
          ...fanFailures,
          failures.claim_not_found,
          failures.lane_elsewhere,
          failures.sale_halted,
        ),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), c.var.requestId);
      const found = await findClaim(context, line, c.var.fan.fanId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { claim, receipt } = found.value;
      return c.json({ claim: { ...claim, lines: [...claim.lines] }, receipt }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags: ["Claims"],
      method: "delete",
      path: "/{saleId}/claims/{claimId}",
      summary: "Release the fan's own claim, and its place with it",
      middleware: fansOnly,
      request: { params: claimParams },
      responses: {
        204: { description: "Released" },
        ...problemResponses(
          ...formFailures,
          ...fanFailures,
          failures.claim_not_found,
          failures.claim_over,
          failures.sale_not_open,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { saleId, claimId } = c.req.valid("param");
      const { requestId, fan } = c.var;
      const line = await context.line.find(saleId);
      if (line === undefined) return refuse(saleNotFound(saleId), requestId);
      const released = await releaseClaim(context, line, fan.fanId, claimId);
      return released.ok ? c.body(null, 204) : refuse(released.failure, requestId);
    },
  );
  router.openapi(
    createRoute({
      tags: ["Claims"],
      method: "post",
      path: "/{saleId}/receipt-checks",
      summary: "Hold a receipt against the log; one that it contradicts halts the sale",
      request: { params: saleParams, body: jsonBody(receiptBody) },
      responses: {
        200: jsonAnswer("What the log says", receiptCheckSchema),
        ...problemResponses(...bodyFailures, failures.sale_not_found, failures.receipt_invalid),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const checked = await checkReceipt(context, saleId, c.req.valid("json"));
      if (!checked.ok) return refuse(checked.failure, c.var.requestId);
      const { stands, recordedAt } = checked.value;
      return c.json({ stands, recordedAt: recordedAt?.toISOString() ?? null }, 200);
    },
  );
}
