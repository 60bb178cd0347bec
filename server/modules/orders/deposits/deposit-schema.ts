import { z } from "@hono/zod-openapi";
import { depositStates } from "../rules/deposit-states.ts";
import { id, instant, limit, method, nextCursor, TEST_PROVIDER } from "../schema.ts";
import type { Deposit } from "./deposit.ts";

export const depositBody = z.strictObject({ method }).openapi("PayDeposit", {
  description: "The amount is the sale's own.",
});

export const depositsQuery = z.strictObject({
  cursor: id.optional(),
  state: z.enum(depositStates).optional(),
  limit,
});

export const depositSchema = z
  .object({
    id: z.uuid(),
    saleId: z.uuid(),
    state: z.enum(depositStates),
    reason: z.string().nullable().openapi({
      description: "Why it was declined or could not be captured, or why it goes back.",
    }),
    method: z.string(),
    currency: z.string(),
    amountMinor: z.int(),
    redirectUrl: z.string().nullable().openapi({
      description: "While `pending`: where the fan goes on, if anywhere.",
    }),
    createdAt: instant,
    capturedAt: instant.nullable(),
    refundedAt: instant.nullable(),
    isTest: z.boolean(),
  })
  .openapi("Deposit");

const depositOfSaleSchema = depositSchema
  .extend({
    fanId: z.uuid().nullable(),
    problem: z.string().nullable().openapi({
      description: "What the provider has said against giving it back; it is asked on.",
    }),
  })
  .openapi("DepositOfSale");

export const depositsOfSaleSchema = z
  .object({ items: z.array(depositOfSaleSchema), nextCursor })
  .openapi("DepositsOfSale");

export function presentDeposit(deposit: Deposit): z.output<typeof depositSchema> {
  const { id, saleId, state, reason, method, currency, amountMinor, redirectUrl } = deposit;
  return {
    id,
    saleId,
    state,
    reason,
    method,
    currency,
    amountMinor,
    redirectUrl: state === "pending" ? redirectUrl : null,
    createdAt: deposit.createdAt.toISOString(),
    capturedAt: deposit.capturedAt?.toISOString() ?? null,
    refundedAt: deposit.refundedAt?.toISOString() ?? null,
    isTest: deposit.provider === TEST_PROVIDER,
  };
}
