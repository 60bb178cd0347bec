import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { FanId } from "../../accounts/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import type { Payment } from "../payment/payment.ts";

/**
 * The fan gives a payment up that waits for them, to pay in another way while the hold lasts.
 * Failures: payment_not_found, payment_not_pending.
 */
export async function abandonPayment(
  context: OrdersContext,
  paymentId: string,
  fanId: FanId,
): Promise<Result<Payment>> {
  const { payments, desk } = context;
  const payment = await payments.find(paymentId);
  if (payment?.fanId !== fanId) {
    return fail(orderFailures.payment_not_found, "None of your payments has this id.");
  }
  if (payment.state === "pending") {
    const change = { action: "begin-void", reason: "abandoned" } as const;
    const saved = await payments.save(payment, change);
    if (saved.state === "voiding") return ok(await desk.run(saved));
  }
  return fail(orderFailures.payment_not_pending, `It is ${payment.state}.`);
}
