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
import { salesFailures } from "../../sales/index.ts";
import { saveCheckout } from "../commands/save-checkout.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { findCheckout } from "../queries/find-checkout.ts";
import { checkoutBody, checkoutSchema, presentCheckout, saleParams } from "../schema.ts";

/** `/sales/{saleId}/checkout`: a fan's details for a sale, before the claim or while it is held. */
export function addCheckoutRoutes(router: Router, context: OrdersContext): void {
  const common = {
    tags: ["Payments"],
    path: "/sales/{saleId}/checkout",
    middleware: context.accounts.requireFan(),
  };
  const find = createRoute({
    ...common,
    method: "get",
    summary: "The fan's details for a sale, prefilled from the account",
    request: { params: saleParams },
    responses: {
      200: jsonAnswer("The details", checkoutSchema),
      ...problemResponses(
        ...formFailures,
        accountFailures.not_signed_in,
        salesFailures.sale_not_found,
      ),
    },
  });
  const save = createRoute({
    ...common,
    method: "put",
    summary: "Keep delivery address, currency, terms and consent for a sale",
    request: { params: saleParams, body: jsonBody(checkoutBody) },
    responses: {
      200: jsonAnswer("The details as they are kept", checkoutSchema),
      ...problemResponses(
        ...bodyFailures,
        accountFailures.not_signed_in,
        accountFailures.foreign_origin,
        salesFailures.sale_not_found,
        failures.terms_not_current,
        failures.currency_not_offered,
      ),
    },
  });
  router.openapi(find, async (c) => {
    const { saleId } = c.req.valid("param");
    const found = await findCheckout(context, saleId, c.var.fan.fanId);
    if (!found.ok) return refuse(found.failure, c.var.requestId);
    return c.json(presentCheckout(found.value), 200);
  });
  router.openapi(save, async (c) => {
    const { saleId } = c.req.valid("param");
    const saved = await saveCheckout(context, saleId, c.var.fan.fanId, c.req.valid("json"));
    if (!saved.ok) return refuse(saved.failure, c.var.requestId);
    return c.json(presentCheckout(saved.value), 200);
  });
}
