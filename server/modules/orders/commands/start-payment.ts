import { fail, ok, type Result } from "../../../platform/failure.ts";
import { newId } from "../../../platform/ids.ts";
import type { DeliveryAddress, FanId } from "../../accounts/index.ts";
import { type ClaimOfFan, type OfferedSale, salesFailures } from "../../sales/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { pricesOf } from "../payment/offered-sales.ts";
import type { Begun, NewPayment, Payment } from "../payment/payment.ts";
import { findKeptCheckout } from "../queries/find-checkout.ts";
import { limitHash, normaliseAddress } from "../rules/limit-keys.ts";
import { priceLines } from "../rules/pricing.ts";
import { presentPayment } from "../schema.ts";
import { refuseStaleTerms } from "./save-checkout.ts";

/** What the fan sends; what is left out comes from the details kept for the sale. */
export interface PaymentDetails {
  readonly method: string;
  readonly delivery?: DeliveryAddress | undefined;
  readonly currency?: string | undefined;
  readonly termsVersion?: string | undefined;
  readonly marketingConsent?: boolean | undefined;
}

type WholeDetails = Pick<NewPayment, "delivery" | "termsVersion" | "marketingConsent"> & {
  readonly currency: string | undefined;
};

export interface StartedPayment {
  readonly payment: Payment;
  /** Whether this request made it; asking again with the same details gives the same payment. */
  readonly isNew: boolean;
}

/**
 * Pays for a fan's claim, as far as it goes at once. The amount comes from the sale's own prices.
 * Failures: payments_off, method_unknown, details_missing, terms_not_current, claim_not_found,
 * claim_waiting, claim_over, currency_needed, currency_not_offered, address_limit_reached,
 * instrument_limit_reached, too_many_payments, payment_under_way, order_paid, and why the lane
 * cannot be asked.
 */
export async function startPayment(
  context: OrdersContext,
  claim: { readonly saleId: string; readonly claimId: string; readonly fanId: FanId },
  details: PaymentDetails,
): Promise<Result<StartedPayment>> {
  const { provider, offers, payments } = context;
  if (provider === undefined) {
    return fail(orderFailures.payments_off, "Its operator has to set a payment provider.");
  }
  if (!provider.knowsMethod(details.method)) {
    return fail(orderFailures.method_unknown, `${provider.name} has no method of this name.`);
  }
  const whole = await completeDetails(context, claim, details);
  if (!whole.ok) return whole;
  const found = await findPayableClaim(context, claim);
  if (!found.ok) return found;
  const sale = await offers.find(claim.saleId);
  if (sale === undefined) return fail(salesFailures.sale_not_found, "There is no such sale.");
  const priced = priceLines(found.value.lines, pricesOf(sale), whole.value.currency);
  if (typeof priced === "string") return fail(orderFailures[priced], "See the sale's prices.");
  const begun = await payments.begin({
    payment: {
      id: newId<"payment">(),
      orderId: claim.claimId,
      saleId: claim.saleId,
      place: found.value.place,
      fanId: claim.fanId,
      provider: provider.name,
      method: details.method,
      currency: priced.currency,
      amountMinor: priced.amountMinor,
      claimLines: found.value.lines,
      expiresAt: found.value.expiresAt,
      lines: priced.lines,
      delivery: whole.value.delivery,
      termsVersion: whole.value.termsVersion,
      marketingConsent: whole.value.marketingConsent,
    },
    address: addressLimit(context, sale, whole.value.delivery),
  });
  return goOn(context, claim, sale, begun);
}

async function completeDetails(
  context: OrdersContext,
  { saleId, fanId }: { readonly saleId: string; readonly fanId: FanId },
  details: PaymentDetails,
): Promise<Result<WholeDetails>> {
  const isWhole = details.delivery !== undefined && details.termsVersion !== undefined;
  const kept = isWhole ? undefined : await findKeptCheckout(context, saleId, fanId);
  const delivery = details.delivery ?? kept?.delivery ?? undefined;
  const termsVersion = details.termsVersion ?? kept?.termsVersion ?? undefined;
  const stale = refuseStaleTerms(context, termsVersion ?? null);
  if (stale !== undefined) return stale;
  if (delivery === undefined || termsVersion === undefined) {
    const missing = delivery === undefined ? "delivery" : "termsVersion";
    const detail = `Send \`${missing}\` or keep it for the sale before you pay.`;
    return fail(orderFailures.details_missing, detail, { extra: { missing } });
  }
  return ok({
    delivery,
    termsVersion,
    currency: details.currency ?? kept?.currency ?? undefined,
    marketingConsent: details.marketingConsent ?? kept?.marketingConsent ?? false,
  });
}

async function findPayableClaim(
  { sales }: OrdersContext,
  { saleId, claimId, fanId }: { saleId: string; claimId: string; fanId: FanId },
): Promise<Result<ClaimOfFan>> {
  const found = await sales.findClaimOfFan(saleId, fanId);
  if (!found.ok) return found;
  if (found.value?.id !== claimId) {
    return fail(salesFailures.claim_not_found, "None of your claims in this sale has this id.");
  }
  switch (found.value.state) {
    case "held":
    case "paying":
    case "paid":
      return ok(found.value);
    case "waiting":
      return fail(salesFailures.claim_waiting, "No units are held for it yet.");
    case "released":
    case "expired":
    case "returned":
      return fail(salesFailures.claim_over, `It was ${found.value.state}. Nothing was charged.`);
  }
}

function addressLimit({ limitKeyOf }: OrdersContext, sale: OfferedSale, delivery: DeliveryAddress) {
  const limit = sale.ordersPerAddress;
  if (limit === null) return undefined;
  return { hash: limitHash(limitKeyOf(sale.id), "address", normaliseAddress(delivery)), limit };
}

async function goOn(
  context: OrdersContext,
  claim: { readonly saleId: string; readonly claimId: string; readonly fanId: FanId },
  sale: OfferedSale,
  begun: Begun,
): Promise<Result<StartedPayment>> {
  const { sales, desk } = context;
  switch (begun.kind) {
    case "over":
      return fail(salesFailures.claim_over, "Its order has ended. Nothing was charged.");
    case "too_many":
      return fail(orderFailures.too_many_payments, "None of them has been captured.");
    case "address_limit": {
      // Otherwise a hoarder would try spellings of one address for as long as the hold lasts.
      const released = await sales.releaseClaim(claim.saleId, claim.fanId, claim.claimId);
      if (!released.ok && released.failure.kind.status === 503) return released;
      const detail = `This sale sends at most ${sale.ordersPerAddress} orders to one address. Nothing was charged, and the units go to those who wait.`;
      return fail(orderFailures.address_limit_reached, detail);
    }
    case "standing": {
      if (begun.isSame)
        return answer(sale, { payment: await desk.run(begun.payment), isNew: false });
      const kind = begun.payment.state === "captured" ? "order_paid" : "payment_under_way";
      return fail(orderFailures[kind], "Look at that payment first.", {
        extra: { payment: presentPayment(begun.payment) },
      });
    }
    case "created":
      return answer(sale, { payment: await desk.run(begun.payment), isNew: true });
  }
}

/** A payment that the sale did not take is a refusal, whatever has been kept of it. */
function answer(sale: OfferedSale, started: StartedPayment): Result<StartedPayment> {
  const { payment } = started;
  if (payment.state !== "voiding" && payment.state !== "voided") return ok(started);
  const extra = { payment: presentPayment(payment) };
  if (payment.reason === "instrument_limit_reached") {
    const detail = `This sale takes at most ${sale.ordersPerInstrument} orders by one means of payment. Your hold is released, and what was reserved is set free.`;
    return fail(orderFailures.instrument_limit_reached, detail, { extra });
  }
  const detail = "The hold ended before it could be paid. What was reserved is set free.";
  return fail(salesFailures.claim_over, detail, { extra });
}
