import { createRoute } from "@hono/zod-openapi";
import { fail, ok, type Result } from "../../../platform/failure.ts";
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
import { friendCodePageSchema, newFriendCodesSchema } from "../answer-schema.ts";
import { issueFriendCodes } from "../commands/issue-friend-codes.ts";
import { revokeFriendCode } from "../commands/revoke-friend-code.ts";
import { salesFailures as failures } from "../failures.ts";
import { findSale } from "../queries/find-sale.ts";
import { listFriendCodes } from "../queries/list-friend-codes.ts";
import type { SalesContext } from "../sales-context.ts";
import {
  friendCodePageQuery,
  friendCodeParams,
  friendCodesBody,
  saleParams,
  type FriendCodesBody,
} from "../schema.ts";
import { presentFriendCode } from "./present-code.ts";
import { laneFailures } from "./run-routes.ts";

const tags = ["Friend codes"];

/** What operators do with a sale's friend codes. */
export function addCodeRoutes(router: Router, context: SalesContext): void {
  const issuers = context.accounts.requireOperator("sales:issue-codes");
  router.openapi(
    createRoute({
      tags,
      method: "post",
      path: "/{saleId}/friend-codes",
      summary: "Make codes that are each worth a guaranteed claim; they are told this once",
      middleware: issuers,
      request: { params: saleParams, body: jsonBody(friendCodesBody) },
      responses: {
        201: jsonAnswer("The codes; only their hashes are kept", newFriendCodesSchema),
        ...problemResponses(
          ...bodyFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.wrong_sale_state,
          failures.unknown_variant,
          failures.quantity_too_large,
          failures.fan_unknown,
          failures.code_over,
          failures.stock_too_small,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId } = c.req.valid("param");
      const { variantId, units, note, expiresAt, ...rest } = c.req.valid("json");
      const grantedTo = await findRecipients(context, rest);
      if (!grantedTo.ok) return refuse(grantedTo.failure, requestId);
      const issued = await issueFriendCodes(context, { operator, requestId }, saleId, {
        variantId,
        units,
        note,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        grantedTo: grantedTo.value,
      });
      if (!issued.ok) return refuse(issued.failure, requestId);
      return c.json({ items: [...issued.value] }, 201);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "get",
      path: "/{saleId}/friend-codes",
      summary: "Friend codes without their text, in the order of their numbers",
      middleware: issuers,
      request: { params: saleParams, query: friendCodePageQuery },
      responses: {
        200: jsonAnswer("A page of codes", friendCodePageSchema),
        ...problemResponses(...formFailures, ...guardFailures, failures.sale_not_found),
      },
    }),
    async (c) => {
      const { saleId } = c.req.valid("param");
      const found = await findSale(context, saleId);
      if (!found.ok) return refuse(found.failure, c.var.requestId);
      const { items, nextCursor } = await listFriendCodes(context, saleId, c.req.valid("query"));
      const presented = items.map((code) => {
        const { grantedTo, grantedBy, note, redeemedPlace, claimId } = code;
        const staffOnly = { grantedTo, grantedBy, note, redeemedPlace, claimId };
        return { ...presentFriendCode(code), ...staffOnly };
      });
      return c.json({ items: presented, nextCursor }, 200);
    },
  );
  router.openapi(
    createRoute({
      tags,
      method: "delete",
      path: "/{saleId}/friend-codes/{number}",
      summary: "Take a code back that nobody has redeemed",
      middleware: issuers,
      request: { params: friendCodeParams },
      responses: {
        204: { description: "Revoked" },
        ...problemResponses(
          ...formFailures,
          ...guardFailures,
          failures.sale_not_found,
          failures.wrong_sale_state,
          failures.code_unknown,
          failures.code_used,
          ...laneFailures,
        ),
      },
    }),
    async (c) => {
      const { operator, requestId } = c.var;
      const { saleId, number } = c.req.valid("param");
      const revoked = await revokeFriendCode(context, { operator, requestId }, saleId, number);
      return revoked.ok ? c.body(null, 204) : refuse(revoked.failure, requestId);
    },
  );
}

/** For each code the fan whom it is for; a fan without an account is named in the refusal. */
async function findRecipients(
  { accounts }: SalesContext,
  { count, fanIds, emails }: Pick<FriendCodesBody, "count" | "fanIds" | "emails">,
): Promise<Result<readonly (string | null)[]>> {
  if (emails !== undefined) {
    const byEmail = await accounts.findFansByEmail(emails);
    const unknown = emails.filter((email) => !byEmail.has(email.toLowerCase()));
    if (unknown.length > 0) return refuseUnknown(unknown);
    return ok(emails.map((email) => byEmail.get(email.toLowerCase())?.id ?? null));
  }
  if (fanIds === undefined) return ok(Array.from({ length: count ?? 0 }, () => null));
  const fans = await accounts.findFans(fanIds);
  const unknown = fanIds.filter((fanId) => !fans.has(fanId));
  return unknown.length > 0 ? refuseUnknown(unknown) : ok(fanIds);
}

function refuseUnknown(unknown: readonly string[]) {
  const detail = `Nobody has an account as ${unknown[0] ?? ""}.`;
  return fail(failures.fan_unknown, detail, { extra: { unknown: unknown.slice(0, 20) } });
}
