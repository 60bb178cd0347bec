import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { DeliveryAddress, FanId } from "../../accounts/index.ts";
import { findSharedCurrencies, salesFailures } from "../../sales/index.ts";
import type { OrdersContext } from "../orders-context.ts";
import { pricesOf } from "../payment/offered-sales.ts";
import { ordersOf } from "../store.ts";

/** What a fan has filled in for a sale. */
export interface KeptCheckout {
  readonly delivery: DeliveryAddress | null;
  readonly currency: string | null;
  readonly termsVersion: string | null;
  readonly marketingConsent: boolean;
}

/** What a page for paying needs: what is filled in, and what may be chosen. */
export interface Checkout extends KeptCheckout {
  readonly saleId: string;
  /** Whether the address is the account's and not yet this sale's. */
  readonly isPrefilled: boolean;
  readonly currencies: readonly string[];
  readonly currentTermsVersion: string;
  readonly ordersPerAddress: number | null;
  readonly ordersPerInstrument: number | null;
  /** The provider that takes payments; null where this installation takes none. */
  readonly provider: string | null;
  /** Whether no real money moves: pages say so loudly. */
  readonly isTest: boolean;
}

/** The fan's details for a sale, the address from the account where there is none yet. */
export async function findCheckout(
  context: OrdersContext,
  saleId: string,
  fanId: FanId,
): Promise<Result<Checkout>> {
  const sale = await context.offers.find(saleId);
  if (sale === undefined || sale.state === "draft") {
    return fail(salesFailures.sale_not_found, `No sale has the id ${saleId}.`);
  }
  const kept = await findKeptCheckout(context, saleId, fanId);
  const prefill =
    kept?.delivery === undefined || kept.delivery === null
      ? ((await context.accounts.findDeliveryAddress(fanId)) ?? null)
      : null;
  return ok({
    saleId,
    delivery: kept?.delivery ?? prefill,
    isPrefilled: prefill !== null,
    currency: kept?.currency ?? null,
    termsVersion: kept?.termsVersion ?? null,
    marketingConsent: kept?.marketingConsent ?? false,
    currencies: findSharedCurrencies([...pricesOf(sale).values()]),
    currentTermsVersion: context.platform.legalTexts.termsVersion,
    ordersPerAddress: sale.ordersPerAddress,
    ordersPerInstrument: sale.ordersPerInstrument,
    provider: context.provider?.name ?? null,
    isTest: context.provider?.isTest ?? false,
  });
}

/** What the fan has saved for this sale; undefined if nothing. */
export async function findKeptCheckout(
  context: Pick<OrdersContext, "platform">,
  saleId: string,
  fanId: string,
): Promise<KeptCheckout | undefined> {
  return ordersOf(context.platform.database)
    .selectFrom("checkouts")
    .select(["delivery", "currency", "terms_version as termsVersion"])
    .select("marketing_consent as marketingConsent")
    .where("sale_id", "=", saleId)
    .where("fan_id", "=", fanId)
    .executeTakeFirst();
}
