import { inTransaction } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { Actor } from "../../accounts/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { LOOK_AFTER_MS } from "../payment/begin-payments.ts";
import type { Refund } from "../payment/payment.ts";
import { runRefund } from "../payment/refund-runner.ts";
import { selectRefunds } from "../payment/refund-store.ts";
import { ordersIn } from "../store.ts";

export interface RefundRequest {
  /** All that is left unless told. */
  readonly amountMinor?: number | undefined;
  readonly reason: string;
  /** Asking again with it gives the same refund. */
  readonly idempotencyKey?: string | undefined;
}

export interface RequestedRefund {
  readonly refund: Refund;
  readonly isNew: boolean;
}

/**
 * Gives an order's money back, all of it or a part. When the last of it is back, the order is
 * refunded and its units go back to the sale, unless that is over for good.
 * Failures: order_not_found, order_not_paid, refund_too_large, refund_differs.
 */
export async function refundOrder(
  context: OrdersContext,
  orderId: string,
  request: RefundRequest,
  actor: Actor,
): Promise<Result<RequestedRefund>> {
  const requested = await keepRequest(context, orderId, request, actor);
  if (!requested.ok) return requested;
  const refund = await runRefundHere(context, requested.value.refund);
  return ok({ refund, isNew: requested.value.isNew });
}

/** Takes a refund as far as it goes now. */
export async function runRefundHere(context: OrdersContext, refund: Refund): Promise<Refund> {
  const { refunds: store, lane, provider } = context;
  if (provider?.name !== refund.provider) return refund;
  return runRefund({ store, lane, provider }, refund);
}

function keepRequest(
  context: OrdersContext,
  orderId: string,
  request: RefundRequest,
  actor: Actor,
): Promise<Result<RequestedRefund>> {
  const { platform, accounts } = context;
  const { reason, idempotencyKey } = request;
  const now = new Date(platform.clock.wallMs());
  return inTransaction(platform.database, async (tx): Promise<Result<RequestedRefund>> => {
    const tables = ordersIn(tx);
    const order = await tables
      .selectFrom("orders")
      .select("id")
      .where("id", "=", orderId)
      .executeTakeFirst();
    if (order === undefined) {
      return fail(orderFailures.order_not_found, `No order has the id ${orderId}.`);
    }
    // The payment's lock stands between two refunds that together would be too much.
    const payment = await tables
      .selectFrom("payments")
      .select(["id", "amount_minor as amountMinor", "state"])
      .where("order_id", "=", orderId)
      .where("state", "in", ["captured", "refunded"])
      .forUpdate()
      .executeTakeFirst();
    const earlier = await selectRefunds(tables)
      .select("r.idempotency_key as key")
      .where("r.order_id", "=", orderId)
      .execute();
    const same = earlier.find(({ key }) => key !== null && key === idempotencyKey);
    if (same !== undefined) return repeated(same, request);
    if (payment === undefined) {
      return fail(orderFailures.order_not_paid, "No money has been captured for it.");
    }
    const given = earlier
      .filter(({ state }) => state !== "failed")
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const leftMinor = payment.amountMinor - given;
    const amountMinor = request.amountMinor ?? leftMinor;
    if (amountMinor > leftMinor || leftMinor === 0) {
      const detail = `${leftMinor} minor units are left to give back.`;
      return fail(orderFailures.refund_too_large, detail, { extra: { leftMinor } });
    }
    const id = newId<"refund">();
    await tables
      .insertInto("refunds")
      .values({
        id,
        order_id: orderId,
        payment_id: payment.id,
        amount_minor: amountMinor,
        is_whole: amountMinor === leftMinor,
        reason,
        idempotency_key: idempotencyKey ?? null,
        problem: null,
        requested_at: now,
        refunded_at: null,
        look_at: new Date(now.getTime() + LOOK_AFTER_MS),
      })
      .execute();
    await accounts.recordOperatorAction(tx, {
      ...actor,
      action: "order.refunded",
      subject: `order:${orderId}`,
      details: { refundId: id, amountMinor, isWhole: amountMinor === leftMinor, reason },
    });
    const refund = await selectRefunds(tables).where("r.id", "=", id).executeTakeFirstOrThrow();
    return ok({ refund, isNew: true });
  });
}

/** A key stands for one request: another one under it is a mistake of the sender's. */
function repeated(refund: Refund, request: RefundRequest): Result<RequestedRefund> {
  const isSame =
    refund.reason === request.reason &&
    (request.amountMinor === undefined || request.amountMinor === refund.amountMinor);
  if (isSame) return ok({ refund, isNew: false });
  return fail(orderFailures.refund_differs, "Send a new key for a new refund.");
}
