import { fail, ok, type Result } from "../../../platform/failure.ts";
import { isUuid } from "../../../platform/ids.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";

/**
 * Takes a provider's event in; durable when this resolves. An event only says that something has
 * happened to a payment: how it stands is then asked of the provider, so that events may come late,
 * early, twice, in any order, and for payments that are not ours.
 * Failures: provider_unknown, event_not_signed, event_unreadable.
 */
export async function receiveEvent(
  context: Pick<OrdersContext, "provider" | "events" | "desk">,
  providerName: string,
  body: Uint8Array,
  headers: Headers,
): Promise<Result<void>> {
  const { provider, events, desk } = context;
  if (provider?.name !== providerName) {
    return fail(orderFailures.provider_unknown, `No provider here is named ${providerName}.`);
  }
  const read = provider.readEvent(body, headers);
  if (!read.ok) return fail(orderFailures[read.problem], "Nothing was taken in.");
  const { paymentId } = read.event;
  const isNew = await events.keep(provider.name, read.event);
  if (isNew && paymentId !== undefined && isUuid(paymentId)) desk.wake(paymentId);
  return ok(undefined);
}
