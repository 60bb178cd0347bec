import { inTransaction } from "../../../platform/database/database.ts";
import { fail, type Result } from "../../../platform/failure.ts";
import type { DeliveryAddress, FanId } from "../../accounts/index.ts";
import { findSharedCurrencies, salesFailures } from "../../sales/index.ts";
import { orderFailures } from "../failures.ts";
import type { OrdersContext } from "../orders-context.ts";
import { pricesOf } from "../payment/offered-sales.ts";
import { type Checkout, findCheckout } from "../queries/find-checkout.ts";
import { ordersIn } from "../store.ts";

export interface CheckoutDetails {
  readonly delivery: DeliveryAddress | null;
  readonly currency: string | null;
  readonly termsVersion: string | null;
  readonly marketingConsent: boolean;
  /** Whether the account keeps the address for the fan's next orders. */
  readonly rememberAddress: boolean;
}

/**
 * Keeps what a fan fills in for a sale, before the claim or while it is held.
 * Failures: sale_not_found, terms_not_current, currency_not_offered.
 */
export async function saveCheckout(
  context: OrdersContext,
  saleId: string,
  fanId: FanId,
  details: CheckoutDetails,
): Promise<Result<Checkout>> {
  const { platform, accounts, offers } = context;
  const { delivery, currency, termsVersion, marketingConsent } = details;
  const sale = await offers.find(saleId);
  if (sale === undefined || sale.state === "draft") {
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
  }
  const stale = refuseStaleTerms(context, termsVersion);
  if (stale !== undefined) return stale;
  const currencies = findSharedCurrencies([...pricesOf(sale).values()]);
  if (currency !== null && !currencies.includes(currency)) {
    return fail(orderFailures.currency_not_offered, `Choose one of ${currencies.join(", ")}.`, {
      extra: { currencies },
    });
  }
  const row = {
    delivery: delivery === null ? null : JSON.stringify(delivery),
    currency,
    terms_version: termsVersion,
    marketing_consent: marketingConsent,
    changed_at: new Date(platform.clock.wallMs()),
  };
  await inTransaction(platform.database, async (tx) => {
    await ordersIn(tx)
      .insertInto("checkouts")
      .values({ sale_id: saleId, fan_id: fanId, ...row })
      .onConflict((conflict) => conflict.columns(["sale_id", "fan_id"]).doUpdateSet(row))
      .execute();
    if (details.rememberAddress && delivery !== null) {
      await accounts.saveDeliveryAddress(tx, fanId, delivery);
    }
  });
  return findCheckout(context, saleId, fanId);
}

/** Only the terms that are current can be accepted. */
export function refuseStaleTerms(
  context: Pick<OrdersContext, "platform">,
  termsVersion: string | null,
) {
  const current = context.platform.legalTexts.termsVersion;
  if (termsVersion === null || termsVersion === current) return undefined;
  const detail = `The current terms are version ${current}; show them and ask again.`;
  return fail(orderFailures.terms_not_current, detail, { extra: { termsVersion: current } });
}
