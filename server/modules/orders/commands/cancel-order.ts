import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import type { FanId } from "../../accounts/index.ts";
import { salesFailures } from "../../sales/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { ordersOf } from "../store.ts";

/**
 * The fan gives an order up before it is paid; the units go to those who wait. What is reserved of
 * the money is set free. Doing it again changes nothing.
 * Failures: order_not_found, order_paid, claim_over, and why the lane cannot be asked.
 */
export async function cancelOrder(
  context: OrdersContext,
  orderId: string,
  fanId: FanId,
): Promise<Result<void>> {
  const notFound = fail(orderFailures.order_not_found, "None of your orders has this id.");
  if (!isUuid(orderId)) return notFound;
  const order = await ordersOf(context.platform.database)
    .selectFrom("orders")
    .select(["sale_id", "state"])
    .where("id", "=", orderId)
    .where("fan_id", "=", fanId)
    .executeTakeFirst();
  if (order === undefined) return notFound;
  if (order.state === "cancelled") return ok(undefined);
  const released = await context.sales.releaseClaim(order.sale_id, fanId, orderId);
  if (!released.ok) {
    if (released.failure.kind.code !== salesFailures.claim_paid.code) return released;
    return fail(orderFailures.order_paid, "Ask for a refund instead.");
  }
  const live = await context.payments.findLive(orderId);
  if (live !== undefined) context.desk.wake(live.id);
  return ok(undefined);
}
