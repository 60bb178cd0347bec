import { randomBytes } from "node:crypto";
import { inTransaction, type Tx } from "../../../platform/database/database.ts";
import { fail, ok, type Result } from "../../../platform/failure.ts";
import type { VariantId } from "../../catalogue/index.ts";
import { salesFailures } from "../failures.ts";
import { findSharedCurrencies } from "../rules/sale-prices.ts";
import { drawSecretHash } from "../rules/draw.ts";
import type { SalesContext } from "../sales-context.ts";
import { lockSale, salesIn, type Prices, type Sale } from "../store.ts";
import { audit, lockFor, moveSale, type Actor } from "./change-state.ts";
import { findOfferFailure, offerOf } from "./create-sale.ts";
import { inputOf } from "./change-sale.ts";
import { findRegistrationRulesFailure } from "./registration-rules.ts";

/**
 * Opens registration. From now on the terms stand: kind, stock, closing time, beacon and round; of
 * a draw without a beacon the hash of its secret is public from here on.
 * Failures: sale_not_found, wrong_sale_state, sale_terms_invalid, variant_not_for_sale,
 * eligibility_unavailable.
 */
export async function publishSale(
  context: SalesContext,
  actor: Actor,
  saleId: string,
): Promise<Result<Sale>> {
  const published = await inTransaction(context.platform.database, async (tx) => {
    const locked = await lockFor(tx, saleId, "publish");
    if (!locked.ok) return locked;
    const sale = locked.value;
    const input = inputOf(sale);
    const problem =
      (await findOfferFailure(context, offerOf(input))) ??
      (await findRegistrationRulesFailure(context, input));
    if (problem !== undefined) return { ok: false as const, failure: problem };
    const closesAt = sale.registration_closes_at?.getTime() ?? Number.POSITIVE_INFINITY;
    if (closesAt <= context.platform.clock.wallMs()) {
      // It would close before anybody could join, and a beacon's round might be known already.
      const message = "The time at which registration closes has passed.";
      return fail(salesFailures.sale_terms_invalid, `registrationClosesAt: ${message}`, {
        extra: { problems: [{ field: "registrationClosesAt", message }] },
      });
    }
    const priced = await freezePrices(context, tx, sale);
    if (!priced.ok) return priced;
    if (sale.kind === "draw" && sale.beacon_chain === null) {
      const secret = randomBytes(32);
      await salesIn(tx)
        .updateTable("sales")
        .set({ draw_secret: secret, draw_secret_hash: Buffer.from(drawSecretHash(secret)) })
        .where("id", "=", saleId)
        .execute();
    }
    await audit(context, tx, actor, "sale.published", saleId);
    await moveSale(context, tx, sale, "publish", "SalePublished");
    return ok((await lockSale(tx, saleId)) ?? sale);
  });
  // An open sale has no draw to wait for: its lane takes early passes, bars and stock from now on.
  if (published.ok && published.value.kind === "open") await context.lanes.ensure(saleId);
  return published;
}

/** What a fan pays is what the catalogue said when the sale was published. */
async function freezePrices(context: SalesContext, tx: Tx, sale: Sale): Promise<Result<void>> {
  const ids = sale.variants.map((variant) => variant.variantId as VariantId);
  const variants = await context.catalogue.findVariants(ids);
  const priceLists = variants.map((variant): Prices =>
    Object.fromEntries(variant.prices.map(({ currency, amountMinor }) => [currency, amountMinor])),
  );
  if (findSharedCurrencies(priceLists).length === 0) {
    const message = "The variants have no price in one currency; a claim of several needs that.";
    return fail(salesFailures.sale_terms_invalid, `variants: ${message}`, {
      extra: { problems: [{ field: "variants", message }] },
    });
  }
  for (const [index, variant] of variants.entries()) {
    await salesIn(tx)
      .updateTable("sale_variants")
      .set({ prices: priceLists[index] ?? {} })
      .where("sale_id", "=", sale.id)
      .where("variant_id", "=", variant.id)
      .execute();
  }
  return ok(undefined);
}
