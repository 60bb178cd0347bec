import { sql } from "kysely";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import type { PaymentState } from "../rules/payment-states.ts";
import type { RefundState } from "../rules/refund-protocol.ts";
import { ordersOf } from "../store.ts";
import { type FoundOrder, withFans } from "./find-orders-of-sale.ts";
import { listOrdersOfSale } from "./list-orders.ts";

interface TriedPayment {
  readonly id: string;
  readonly state: PaymentState;
  readonly reason: string | null;
  readonly provider: string;
  readonly method: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly createdAt: Date;
  readonly capturedAt: Date | null;
}

interface AskedRefund {
  readonly id: string;
  readonly state: RefundState;
  readonly currency: string;
  readonly amountMinor: number;
  readonly isWhole: boolean;
  readonly reason: string;
  readonly problem: string | null;
  readonly requestedAt: Date;
  readonly refundedAt: Date | null;
}

/** All that the staff sees of one order. */
export interface OrderDetail extends FoundOrder {
  /** Every try to pay, the newest first. */
  readonly payments: readonly TriedPayment[];
  readonly refunds: readonly AskedRefund[];
  /** What could still be given back; 0 where nothing was paid. */
  readonly refundableMinor: number;
}

/** One order of a sale. Failures: order_not_found. */
export async function findOrderDetail(
  context: OrdersContext,
  saleId: string,
  orderId: string,
): Promise<Result<OrderDetail>> {
  const { database } = context.platform;
  const among = { orderId };
  const [order] = await withFans(
    context,
    await listOrdersOfSale(database, saleId, { among, limit: 1 }),
  );
  if (order === undefined) {
    return fail(orderFailures.order_not_found, `No order of this sale has the id ${orderId}.`);
  }
  const payments = await ordersOf(database)
    .selectFrom("payments")
    .select(["id", "state", "reason", "provider", "method", "currency"])
    .select(["amount_minor as amountMinor", "created_at as createdAt"])
    .select("captured_at as capturedAt")
    .where("order_id", "=", orderId)
    .orderBy("id", "desc")
    .execute();
  const { rows: refunds } = await sql<AskedRefund>`
    select r.id, r.state, p.currency, r.amount_minor as "amountMinor", r.is_whole as "isWhole",
      r.reason, r.problem, r.requested_at as "requestedAt", r.refunded_at as "refundedAt"
    from orders.refunds r join orders.payments p on p.id = r.payment_id
    where r.order_id = ${orderId} order by r.id desc`.execute(database.kysely);
  const taken = payments.find(({ state }) => state === "captured" || state === "refunded");
  const given = refunds
    .filter(({ state }) => state !== "failed")
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return ok({ ...order, payments, refunds, refundableMinor: (taken?.amountMinor ?? 0) - given });
}
