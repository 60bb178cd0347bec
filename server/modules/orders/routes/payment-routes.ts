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
import { abandonPayment } from "../commands/abandon-payment.ts";
import { startPayment } from "../commands/start-payment.ts";
import { orderFailures as failures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import {
  claimParams,
  paymentBody,
  paymentParams,
  paymentSchema,
  presentPayment,
} from "../schema.ts";
import { laneFailures } from "./order-routes.ts";

const tags = ["Payments"];
const fanFailures = [accountFailures.not_signed_in, accountFailures.foreign_origin];

/** `/sales/{saleId}/claims/{claimId}/payments` and `/payments/{paymentId}`. */
export function addPaymentRoutes(router: Router, context: OrdersContext): void {
  const fansOnly = context.accounts.requireFan();
  const start = createRoute({
    tags,
    method: "post",
    path: "/sales/{saleId}/claims/{claimId}/payments",
    summary: "Pay for a claim; asking again with the same details gives the same payment",
    description:
      "Answers when the payment has gone as far as it goes at once: look at its `state`. `pending` waits for the fan (`redirectUrl`) or for a bank; after `declined`, another payment may be made while the hold lasts.",
    middleware: fansOnly,
    request: { params: claimParams, body: jsonBody(paymentBody) },
    responses: {
      200: jsonAnswer("The payment that stands", paymentSchema),
      201: jsonAnswer("Made", paymentSchema),
      ...problemResponses(
        ...bodyFailures,
        ...fanFailures,
        salesFailures.claim_not_found,
        salesFailures.claim_waiting,
        salesFailures.claim_over,
        failures.method_unknown,
        failures.details_missing,
        failures.terms_not_current,
        failures.currency_needed,
        failures.currency_not_offered,
        failures.address_limit_reached,
        failures.instrument_limit_reached,
        failures.payment_under_way,
        failures.too_many_payments,
        failures.order_paid,
        failures.payments_off,
        ...laneFailures,
      ),
    },
  });
  const find = createRoute({
    tags,
    method: "get",
    path: "/payments/{paymentId}",
    summary: "How one of the fan's own payments stands",
    middleware: fansOnly,
    request: { params: paymentParams },
    responses: {
      200: jsonAnswer("The payment", paymentSchema),
      ...problemResponses(
        ...formFailures,
        accountFailures.not_signed_in,
        failures.payment_not_found,
      ),
    },
  });
  const abandon = createRoute({
    tags,
    method: "delete",
    path: "/payments/{paymentId}",
    summary: "Abandon a pending payment, to pay in another way while the hold lasts",
    middleware: fansOnly,
    request: { params: paymentParams },
    responses: {
      200: jsonAnswer("The payment, `voided` or about to be", paymentSchema),
      ...problemResponses(
        ...formFailures,
        ...fanFailures,
        failures.payment_not_found,
        failures.payment_not_pending,
      ),
    },
  });
  router.openapi(start, async (c) => {
    const { fanId } = c.var.fan;
    const claim = { ...c.req.valid("param"), fanId };
    const started = await startPayment(context, claim, c.req.valid("json"));
    if (!started.ok) return refuse(started.failure, c.var.requestId);
    const { payment, isNew } = started.value;
    return c.json(presentPayment(payment), isNew ? 201 : 200);
  });
  router.openapi(find, async (c) => {
    const payment = await context.payments.find(c.req.valid("param").paymentId);
    if (payment?.fanId === c.var.fan.fanId) return c.json(presentPayment(payment), 200);
    const detail = "None of your payments has this id.";
    return refuse({ kind: failures.payment_not_found, detail }, c.var.requestId);
  });
  router.openapi(abandon, async (c) => {
    const { paymentId } = c.req.valid("param");
    const abandoned = await abandonPayment(context, paymentId, c.var.fan.fanId);
    if (!abandoned.ok) return refuse(abandoned.failure, c.var.requestId);
    return c.json(presentPayment(abandoned.value), 200);
  });
}
