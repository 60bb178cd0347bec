import { z } from "@hono/zod-openapi";
import { pageLimit } from "../../platform/http/whole-numbers.ts";
import { isUuid } from "../../platform/ids.ts";
import { deliveryAddressSchema } from "../accounts/index.ts";
import type { Payment, Refund } from "./payment/payment.ts";
import type { Checkout } from "./queries/find-checkout.ts";
import type { Order } from "./queries/find-order.ts";
import { orderStates } from "./rules/order-states.ts";
import { paymentStates } from "./rules/payment-states.ts";
import { refundStates } from "./rules/refund-protocol.ts";

export const id = z
  .string()
  .refine(isUuid, "must be an id: a UUID in lower case")
  .openapi({ type: "string", format: "uuid" });

export const instant = z.iso.datetime().openapi({ example: "2026-12-01T10:00:00Z" });
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")
  .openapi({ example: "EUR" });
const termsVersion = z.string().min(1).max(40);

/** The provider's token: nothing that could be a card's number in disguise. */
export const method = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]{2,99}$/, "must be a token of the payment provider")
  .openapi({ example: "test_approve" });

export const saleParams = z.object({ saleId: id });
export const claimParams = z.object({ saleId: id, claimId: id });
export const orderParams = z.object({ orderId: id });
export const paymentParams = z.object({ paymentId: id });
export const providerParams = z.object({
  provider: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "is no name of a provider"),
});

export const limit = pageLimit();

export const ownOrdersQuery = z.strictObject({ cursor: id.optional(), limit });
export const ordersQuery = z.strictObject({
  cursor: id.optional(),
  state: z.enum(orderStates).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !/[\0\p{Cs}]/u.test(text), "holds characters that are no text")
    .optional()
    .openapi({ description: "An order's id, a fan's id, an e-mail address, or part of a name." }),
  limit,
});
export const exportQuery = z.strictObject({ state: z.enum(orderStates).optional() });

export const checkoutBody = z
  .strictObject({
    delivery: deliveryAddressSchema.nullable().default(null),
    currency: currency.nullable().default(null),
    termsVersion: termsVersion.nullable().default(null),
    marketingConsent: z.boolean().default(false),
    rememberAddress: z.boolean().default(false).openapi({
      description: "Whether the account keeps the address for the next orders.",
    }),
  })
  .openapi("SaveCheckout");

export const paymentBody = z
  .strictObject({
    method,
    delivery: deliveryAddressSchema.optional(),
    currency: currency.optional(),
    termsVersion: termsVersion.optional(),
    marketingConsent: z.boolean().optional(),
  })
  .openapi("StartPayment", {
    description: "What is left out comes from the sale's checkout. The amount is the sale's own.",
  });

export const refundBody = z
  .strictObject({
    amountMinor: z.int().min(1).optional().openapi({
      description: "In the order's currency; all that is left if it is not sent.",
    }),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .refine((text) => !/[\0\p{Cs}]/u.test(text), "holds characters that are no text"),
  })
  .openapi("RefundOrder");

export const idempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 visible characters")
    .optional()
    .openapi({ description: "A request repeated with it makes no second refund." }),
});

export const checkoutSchema = z
  .object({
    saleId: z.uuid(),
    delivery: deliveryAddressSchema.nullable(),
    isPrefilled: z.boolean(),
    currency: z.string().nullable(),
    termsVersion: z.string().nullable(),
    marketingConsent: z.boolean(),
    currencies: z.array(z.string()),
    currentTermsVersion: z.string(),
    ordersPerAddress: z.int().nullable(),
    ordersPerInstrument: z.int().nullable(),
    provider: z.string().nullable(),
    isTest: z.boolean().openapi({ description: "True: no real money moves." }),
  })
  .openapi("Checkout");

export const paymentSchema = z
  .object({
    id: z.uuid(),
    orderId: z.uuid(),
    saleId: z.uuid(),
    state: z.enum(paymentStates),
    /** Why it was declined, voided or not captured. */
    reason: z.string().nullable(),
    method: z.string(),
    currency: z.string(),
    amountMinor: z.int(),
    refundedMinor: z.int(),
    redirectUrl: z.string().nullable().openapi({
      description: "While `pending`: where the fan goes on, if anywhere.",
    }),
    isTest: z.boolean(),
  })
  .openapi("Payment");

const orderLine = z.object({
  variantId: z.uuid(),
  quantity: z.int(),
  unitMinor: z.int().nullable(),
});

export const orderSchema = z
  .object({
    id: z.uuid(),
    saleId: z.uuid(),
    place: z.int(),
    state: z.enum(orderStates),
    lines: z.array(orderLine),
    currency: z.string().nullable(),
    amountMinor: z.int().nullable(),
    refundedMinor: z.int(),
    claimedAt: instant,
    expiresAt: instant.nullable(),
    paidAt: instant.nullable(),
    delivery: deliveryAddressSchema.nullable(),
    payment: paymentSchema.nullable(),
    isTest: z.boolean(),
  })
  .openapi("Order");

export const orderOfSaleSchema = orderSchema
  .extend({
    fanId: z.uuid().nullable(),
    fan: z.object({ name: z.string(), email: z.string() }).nullable().openapi({
      description: "Null once the account was erased.",
    }),
  })
  .openapi("OrderOfSale");

export const nextCursor = z.string().nullable().openapi({ description: "Null on the last page." });
export const orderPageSchema = z
  .object({ items: z.array(orderSchema), nextCursor })
  .openapi("OrderPage");
export const ordersOfSaleSchema = z
  .object({ items: z.array(orderOfSaleSchema), nextCursor })
  .openapi("OrdersOfSale");

export const revenueSchema = z
  .object({
    orders: z.array(z.object({ state: z.enum(orderStates), count: z.int() })),
    currencies: z.array(
      z.object({
        currency: z.string(),
        orders: z.int().openapi({ description: "Whose money was taken." }),
        capturedMinor: z.int(),
        refundedMinor: z.int().openapi({ description: "Of what was captured." }),
      }),
    ),
  })
  .openapi("Revenue");

export const refundSchema = z
  .object({
    id: z.uuid(),
    orderId: z.uuid(),
    paymentId: z.uuid(),
    state: z.enum(refundStates),
    currency: z.string(),
    amountMinor: z.int(),
    /** Whether it gave back the last of the order's money, and with it the units. */
    isWhole: z.boolean(),
    reason: z.string(),
    problem: z.string().nullable(),
  })
  .openapi("Refund");

/** No money moves where this one takes the payments. */
export const TEST_PROVIDER = "test";

export function presentPayment(payment: Payment): z.output<typeof paymentSchema> {
  const { id, orderId, saleId, state, reason, method, currency, amountMinor } = payment;
  return {
    id,
    orderId,
    saleId,
    state,
    reason,
    method,
    currency,
    amountMinor,
    refundedMinor: payment.refundedMinor,
    redirectUrl: state === "pending" ? payment.redirectUrl : null,
    isTest: payment.provider === TEST_PROVIDER,
  };
}

export function presentOrder(order: Order): z.output<typeof orderSchema> {
  const { id, saleId, place, state, payment } = order;
  const unitOf = new Map(payment?.lines.map((line) => [line.variantId, line.unitMinor]));
  return {
    id,
    saleId,
    place,
    state,
    lines: order.lines.map(({ variantId, quantity }) => ({
      variantId,
      quantity,
      unitMinor: unitOf.get(variantId) ?? null,
    })),
    currency: payment?.currency ?? null,
    amountMinor: payment?.amountMinor ?? null,
    refundedMinor: payment?.refundedMinor ?? 0,
    claimedAt: order.claimedAt.toISOString(),
    expiresAt: order.expiresAt?.toISOString() ?? null,
    paidAt: order.paidAt?.toISOString() ?? null,
    delivery: payment?.delivery ?? null,
    payment:
      payment === null
        ? null
        : presentPayment({
            ...order,
            ...payment,
            orderId: id,
          }),
    isTest: payment?.provider === TEST_PROVIDER,
  };
}

export function presentCheckout(checkout: Checkout): z.output<typeof checkoutSchema> {
  return { ...checkout, currencies: [...checkout.currencies] };
}

export function presentRefund(refund: Refund): z.output<typeof refundSchema> {
  const { id, orderId, paymentId, state, currency, amountMinor, isWhole, reason, problem } = refund;
  return { id, orderId, paymentId, state, currency, amountMinor, isWhole, reason, problem };
}
